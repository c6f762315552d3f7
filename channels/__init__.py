"""How people reach the coach. Every channel stands behind the same gate."""
