"""The book of months, tried as payroll departments use it."""
