"""Reads of an OGC API by GDAL, in a process of its own: GDAL keeps Python waiting while it waits for the server.

Usage: gdal_client.py ADDRESS < reads.json; each read is {"mark": name, "layer": ..., "where": ..., "bbox": [...]}.
Prints a JSON list of the ids that each read gave.
"""

import json
import sys
from urllib.request import urlopen

import pyogrio


def read_ids(address: str, read: dict) -> list[str]:
    """The ids of the features of one read."""
    urlopen(f"{address.removesuffix('/ogc')}/mark/{read.pop('mark')}").close()
    if "bbox" in read:
        read["bbox"] = tuple(read["bbox"])
    meta, _, _, columns = pyogrio.raw.read(f"OAPIF:{address}", **read)
    return sorted(columns[list(meta["fields"]).index("id")])


if __name__ == "__main__":
    address = sys.argv[1]
    layers = pyogrio.list_layers(f"OAPIF:{address}").tolist()
    found = [read_ids(address, read) for read in json.load(sys.stdin)]
    sys.stdout.write(json.dumps({"layers": layers, "ids": found}))
