"""A real roster of people, from CSV or XLSX to a place that scenarios can extend. Ids and names are not kept."""

from karier.roster.checking import Checked, check
from karier.roster.files import read, write_template
from karier.roster.importing import Imported, held_against, tried, write

__all__ = ["Checked", "Imported", "check", "held_against", "read", "tried", "write", "write_template"]
