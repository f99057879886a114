"""The contract's terms by hand: tiers, charges, power factor, certificates, budgets."""
