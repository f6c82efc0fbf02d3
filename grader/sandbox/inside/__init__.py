"""What runs beside the student: started by path and by name, imported by nothing outside."""
