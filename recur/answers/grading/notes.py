"""The notes that judgements carry, by which a rubric may give a share: mistakes, slips of a working, and what is told.

They are listed here so that an assignment is read without the rooms that find mistakes; the tests hold the list against
them.
"""

_NAMES = """
    a-and-b-swapped arithmetic base-case-needed base-ignored base-not-covered blank bounds-differ broken-row
    by-key call-without-factor calls-not-counted characteristic-signs coefficient-wrong constant-changed
    constant-hidden-in-O constant-inside constants-left cost-at-wrong-size depth does-not-follow
    driving-forgotten driving-log-ignored false-at-a-size false-link fault first-values-missed
    fitted-too-early formula-wrong growth-right hidden-constants index-shifted internal invalid
    large-sizes-only leading-constant leaves-forgotten leaves-times-driving limit link-undecided
    log-added-in-case-1 log-added-in-case-3 log-base log-base-inside logarithm-inverted lower-bound-only
    lower-order-inside memory missing-log multiple-root multiplicity negative-values no-bound
    no-leading-constant no-solution no-theta not-changed-back not-comparable not-general not-proved off-by-one
    one-level-only only-on-powers p-below-minus-1 p-minus-1 particular-missing printed-case-3
    recurrence-invalid recurrence-unreadable recurrence-unsolved resonance roots-negated rounded
    size-not-smaller step-ignored step-misses-claim syntax term-dropped time-limit too-large too-loose
    too-small too-tight trivial true-from-some-size undecided unequal-sizes unknown-question unreadable
    unreadable-recurrence unsolved upper-bound-only worker-lost working-open wrong-case
    wrong-characteristic-equation wrong-count-in-tree wrong-growth wrong-number-of-levels wrong-root wrong-sum
    wrong-value
"""
NOTES = frozenset(_NAMES.split())
