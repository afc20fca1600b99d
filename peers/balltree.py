"""Our nearest emergency departments beside those of scikit-learn's BallTree, on the same data in one run: same answers, and the ratio.

  python3 -m venv /tmp/balltree && /tmp/balltree/bin/pip install scikit-learn
  cargo build --release --manifest-path peers/Cargo.toml --example nearest
  /tmp/balltree/bin/python peers/balltree.py NEAREST_PROGRAM [RUNS]

Both get the same points from the tables inside the product and find the four nearest sites of every ZIP area, on one core. Ours is the
whole making of the model, which also lists for each site the areas whose nearest it may be; theirs is building the tree and one
query for all areas at once. Times are of the processor, so that other work on the machine does not count, and of each the mean of
all runs. Distances are held against each other, and sites where they
differ: two sites at one distance may change places, and nothing else may.
"""
import json
import os
import subprocess
import sys
import time

# One core, as ours: set before numpy is loaded.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy
import sklearn
from sklearn.neighbors import BallTree

PROGRAM = sys.argv[1]
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
EARTH_KM = 6371.0088
# A tenth of a metre: both reckon in doubles, by different formulas.
SAME_KM = 1e-4
N_NEAREST = 4


def ask_ours():
    answered = subprocess.run([PROGRAM, str(RUNS)], capture_output=True, text=True, check=True)
    return json.loads(answered.stdout)


def ask_theirs(sites, areas):
    """Kilometres and sites of the nearest of each area, and the seconds of one run."""
    begun = time.process_time()
    for _ in range(RUNS):
        tree = BallTree(sites, metric="haversine")
        distances, found = tree.query(areas, k=N_NEAREST)
    return distances * EARTH_KM, found, (time.process_time() - begun) / RUNS


def main():
    ours = ask_ours()
    sites, areas = (numpy.radians(numpy.array(ours[key])) for key in ("sites", "areas"))
    distances, found, seconds = ask_theirs(sites, areas)
    our_sites = numpy.array([[site for site, _ in ways] for ways in ours["ways"]])
    our_km = numpy.array([[km for _, km in ways] for ways in ours["ways"]])
    differ = numpy.abs(our_km - distances) > SAME_KM
    swapped = (our_sites != found) & ~differ
    print(f"scikit-learn {sklearn.__version__}, {len(areas)} areas, {len(sites)} sites, {N_NEAREST} nearest of each, mean of {RUNS} runs")
    print(f"distances that differ: {int(differ.sum())} of {differ.size}; largest difference {numpy.abs(our_km - distances).max() * 1000:.6f} m")
    print(f"sites that change places at one distance: {int(swapped.sum())}")
    print(f"ours {ours['seconds']:.3f} s, theirs {seconds:.3f} s: theirs takes {seconds / ours['seconds']:.1f} times as long")
    sys.exit(1 if differ.any() else 0)


main()
