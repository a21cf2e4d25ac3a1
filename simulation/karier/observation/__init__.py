"""What is seen of the state: one row a month for the city, rows by office, line and cohort once a year."""

from karier.observation.monthly import Parameters, observe
from karier.observation.yearly import Year

__all__ = ["Parameters", "Year", "observe"]
