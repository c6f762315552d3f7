"""The coach's own questions: asked before a plan is made, only where the answer changes the advice."""
