"""The schemas against which files for other programs are checked."""

from pathlib import Path

SALARY = Path(__file__).with_name("salary-1c-bank.xsd")
