"""The systems that `bench.compare` measures, one module each.

A module has two functions: `train(examples, folder, epochs)` makes everything that can be made beforehand, and
`load(folder)` gives a function from a text to what the system finds. They run in a process of their own
(`bench.worker`), some in another virtual environment: no module imports another's libraries.
"""
