"""A function carried out on small inputs by recur itself: is there one on which its loops are not left early?"""
