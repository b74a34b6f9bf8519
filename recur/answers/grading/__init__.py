"""A class of answers: read, judged once each, summed up, kept."""
