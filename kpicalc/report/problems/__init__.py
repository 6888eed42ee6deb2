"""Problems shown to people and machines."""
