"""The lines of the comparison, by what they measure; each module gives its contests one after the other."""
