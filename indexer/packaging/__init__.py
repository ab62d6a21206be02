"""How the program gets onto machines without a network: wheels, folders, lists of what is in them, a Debian package.

For those who build a release, from a source tree and with the network; no other folder imports it.
"""
