"""Recurrences that ask for the last digit of the size: f(2n) = …, f(2n + 1) = …"""
