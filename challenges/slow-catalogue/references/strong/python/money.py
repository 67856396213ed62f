"""Amounts are counted in whole cents; euros exist at the edges only."""


def to_cents(euros):
    return round(euros * 100)


def to_euros(cents):
    return cents / 100


def cost_of(lines):
    """Pieces, subtotal, discount and total of (quantity, cents) lines: ten pieces or more earn 5 % off, half a cent up."""
    pieces = sum(quantity for quantity, _ in lines)
    subtotal = sum(quantity * cents for quantity, cents in lines)
    discount = (subtotal * 5 + 50) // 100 if pieces >= 10 else 0
    return pieces, subtotal, discount, subtotal - discount
