#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What ns-3's test.py runs of the examples: every one, with arguments that keep it short.

Read as text by test.py of a tree; each run leaves its folder below test.py's own output.
"""

# (program and arguments, condition to run it, condition to run it under valgrind)
cpp_examples = [
    ("broadband-cell --users=4 --drops=1 --duration=0.3", "True", "False"),
    ("broadband-multicell --cells=2 --users=2 --duration=0.3", "True", "False"),
    ("broadband-plan --users=2 --powers=0.001,0.1 --duration=0.2", "True", "False"),
    ("co-inference-links --devices=2 --duration=10", "True", "False"),
    ("co-inference-measured --tasks=2", "True", "False"),
    ("co-inference-minimal --devices=2", "True", "True"),
    ("code --duration=6 --planners=CodeOwnPathPlanner,CodePlanner --hostLoads=false --samples=5", "True", "False"),
    ("dp-sparse --clients=8 --channels=3 --samples=40 --rounds=12 --participations=5 --radioClients=4 --radioRounds=5 --pcap", "True", "False"),
    ("dto-ee --part=step --devices=3 --cells=1 --nodes=2 --load=8 --failNode=1,0 --rounds=4 --courseDuration=4 --pcap", "True", "False"),
    ("dvfs-governors --bursts=3", "True", "True"),
    ("external-learning --trainers=built-in --workers=4 --sampled=3 --samples=900 --rounds=4", "True", "False"),
    ("families --family=chain --duration=1", "True", "False"),
    ("families --family=flow --duration=2", "True", "False"),
    ("families --family=path --duration=1", "True", "False"),
    ("families --family=round --rounds=2", "True", "False"),
    ("families --family=rows --duration=5", "True", "False"),
    ("families --family=topology --rounds=2", "True", "False"),
    ("fedqvr --workers=6 --sampled=3 --samples=600 --rounds=6 --skew=0.5 --radioWorkers=3 --radioRounds=4", "True", "False"),
    ("fomo --adapterWidth=128 --wholeWidth=32 --draws=1 --width=32 --radioRounds=1 --radioRank=8 --sweepRank=16 --devices=8 --bandwidths=20e6 --spreads=0.5 --memories=0.5 --seconds=3.1 --wholeSeconds=5 --pretraining=1 --planners=FomoPlanner,FomoRandomPlanner,FomoFullFederatedPlanner,FomoSinglePlanner --pcap", "True", "False"),
    ("halp --planners=HalpOverlapPlanner,ModnnPlanner --rates=100e6 --overheads=0.005 --latencies=0.001 --batches=2 --deadlines=0.15 --images=5 --wifiImages=2 --pcap", "True", "False"),
    ("hfel --cells=3 --devices=2 --rounds=3 --sweepRounds=2 --radioRounds=2 --samples=40", "True", "False"),
    ("iovt --frames=5 --link=p2p --rates=100e6 --duration=4 --pcap", "True", "False"),
    ("iovt --objective=summed --frames=2 --rates=1000e6 --full", "True", "False"),
    ("laim --tasks=1 --devices=2 --latencies=1 --energies=0.5 --planners=LaimPlanner,LaimOnServerPlanner --pcap", "True", "False"),
    ("laim --setup=printed --link=ideal --tasks=1", "True", "False"),
    ("laim-pruning --steps=3 --batch=4 --images=8 --tested=4 --kept=0.5,1", "True", "False"),
    ("noma-ecc --tasks=1 --figures=false --causes=false --planner=EccPlanner --pcap", "True", "False"),
    ("noma-pair --duration=0.2", "True", "False"),
    ("own-distortion", "True", "True"),
    ("own-governor", "True", "True"),
    ("own-method --rounds=3", "os.path.exists('/usr/lib/python3/dist-packages/numpy')", "False"),
    ("own-planner", "True", "True"),
    ("partel --features=999 --radioFeatures=499 --radioRounds=2 --subchannels=8 --workers=4 --powers=0.2 --spreads=4 --rounds=5 --instants=0.1,0.3 --pcap", "True", "False"),
    ("radio-validation --samples=1000", "True", "False"),
]

# (script, condition to run it)
python_examples = []
