"""What every answer over HTTP carries: headers, cookies, the token of a form, permissions, refusals."""
