"""The pages: design system, page anatomy, forms and the three audiences (console, portal, public)."""
