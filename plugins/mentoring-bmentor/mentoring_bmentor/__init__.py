"""B-MEntor: mentoring across institutions. One package inside for each scheme."""
