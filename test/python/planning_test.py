#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Are plans made from Python those of C++, for every planner, and is what is wrong said by name?"""

import copy
import dataclasses
import math
import os
import random
import re
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fake import ROOT  # noqa: E402,F401

import edgeai  # noqa: E402
from edgeai import laws, planning, structs  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None

BUILT = os.path.isfile(planning.file()) and numpy is not None


def split_problem(**changes):
    """Return a device with MobileNetV1 and its server."""
    profile = planning.profile("MobileNetV1")
    device = planning.SplitDevice(
        options=planning.split_options(profile), block_count=len(profile.blocks), tx_power_max=0.2, gain=1e-10,
        processor=planning.ProcessorLimits(flop_per_cycle=16, clock_max=1e9, power_coefficient=2e-29),
        latency_budget=0.1, energy_budget=0.05)
    server = planning.ProcessorLimits(flop_per_cycle=64, clock_max=3e9, power_coefficient=1e-28)
    device = dataclasses.replace(device, **changes)
    return planning.SplitProblem(devices=[device], server=server, bandwidth=5e6, uniform_draws=[.1, .5, .9, .3, .7] * 200)


def noma_problem():
    """Return two devices on two subchannels that they may share."""
    problem = split_problem()
    link = planning.NomaLink(power_min=1e-4, uplink_gains=[1e-10, 2e-10], downlink_gains=[1e-10, 2e-10])
    radio = planning.NomaRadio(subchannels=2, width=2.5e6)
    device = dataclasses.replace(problem.devices[0], noma=link, time_weight=1, energy_weight=1, result_bits=1e4)
    units = planning.ComputingUnits(total=4, least=1, clock=1e9)
    return dataclasses.replace(problem, devices=[device, copy.deepcopy(device)], noma=radio, units=units)


def problems():
    """Return a few problems of every family, such that each planner takes one of them."""
    layers = planning.chain_layers([planning.profile("MobileNetV1")], [0.])
    chain = planning.ChainProblem(
        frame_bytes=150e3, layers=layers, link_rates=[1e8, 1e8, 1e8],
        devices=[planning.ChainDevice(peak_flops=1e10, memory_bandwidth=1e10) for _ in range(2)])
    rows = planning.rows_problem(planning.profile("VGG-16"))
    rows.nodes = [planning.RowPartitionNode(flops=1e12) for _ in range(3)]
    rows.link_rate = 1e9
    stages = [planning.DtoEeStage(flop=1e9, input_bits=1e6, link_rates=[[1e8, 1e8]] * 2,
                                  nodes=[planning.DtoEeNode(speed=5e10), planning.DtoEeNode(speed=1e11)])
              for _ in range(2)]
    flow = planning.DtoEeProblem(arrival_rates=[5., 8.], stages=stages,
                                 exits=[planning.DtoEeExit(stage=1, error_slope=.5)])
    path = planning.path_problem()
    path.uniform_draws = [.2, .7]
    services = planning.CodeServicesProblem(services=[path.local, path.host], rates=[0, 1e8, 1e8, 0], pair=path)
    workers = [planning.RoundWorker(flops=1e9, rate=1e6 * (k + 1), power_max=.2, efficiency=2., snr_band=1e7,
                                    gains=[1e-9, 2e-9, 3e-9], energy_max=0, memory_bytes=0,
                                    processor=planning.RoundProcessor(cycles=1e6, clock_max=1e9, clock_min=1e6,
                                                                      power_coefficient=1e-28)) for k in range(2)]
    rounds = []
    for form in ("subchannels", "band", "band_power", "rates"):
        uplink = planning.RoundUplink(form=form, subchannels=3, subchannel_width=1e5, noise_density=4e-21, bandwidth=1e6)
        whole = planning.RoundProblem(workers=workers, uplink=uplink, uniform_draws=[.1, .6, .3, .8] * 8)
        window = 1. if form == "band_power" else 0.
        rounds += [
            dataclasses.replace(whole, division=planning.RoundDivision(parameters=100, flop_per_parameter=1e4)),
            dataclasses.replace(whole, depth=planning.RoundDepth(
                forward_flop=1e6, backward_flop=1e5, blocks=[planning.RoundBlock(gradient_bits=1e4)] * 2)),
            dataclasses.replace(whole, sparsity=planning.RoundSparsity(
                parameters=64, gain=1, weight=1, delay_mean=1, workers=[planning.RoundSparseWorker(penalty=.1)] * 2)),
            dataclasses.replace(whole, update=planning.RoundUpdate(bits=1e4)),
            dataclasses.replace(whole, outage=planning.RoundOutage(
                parameters=64, window=window, flop_per_step=1e3,
                workers=[planning.RoundOutageWorker(spread=1, power=1, steps=1)] * 2)),
        ]
    servers = [planning.TopologyServer(ready_time=1, egress_rate=1e8, devices=2) for _ in range(3)]
    topology = planning.TopologyProblem(
        servers=servers, links=[planning.TopologyLink(first=a, second=b, rate=1e8) for a, b in ((0, 1), (0, 2), (1, 2))],
        message_bits=1e6, distance=1, distance_max=.5, cloud_rate=1e7, uniform_draws=[.2, .4, .9] * 20)
    return {"split": [split_problem(), noma_problem()], "chain": [chain], "rows": [rows], "flow": [flow], "path": [path],
            "services": [services], "round": rounds,
            "topology": [topology, dataclasses.replace(topology, shared_egress=True)]}


@unittest.skipUnless(BUILT, f"there is no {planning.file()}, or no numpy")
class Plans(unittest.TestCase):
    def same(self, one, other):
        """Fail unless two plans are the same; what is not a number is the same as itself."""
        self.assertEqual(structs.dumps(one), structs.dumps(other))

    def test_laim_keeps_its_budgets_by_formulas_of_our_own(self):
        problem = split_problem()
        device, server = problem.devices[0], problem.server
        plan = edgeai.plan("LaimPlanner", problem)
        self.assertEqual(plan.status, "solved")
        made = plan.decision[0]
        option = device.options[made.split]
        self.assertEqual(option.split, made.split)
        latency = energy = 0
        for flop, keep, clock, limits in ((option.device_flop, made.device_keep_ratio, made.device_clock, device.processor),
                                          (option.server_flop, made.server_keep_ratio, made.server_clock, server)):
            if flop:
                latency += keep * flop / limits.flop_per_cycle / clock
                energy += limits.power_coefficient * clock ** 2 * keep * flop / limits.flop_per_cycle
        if option.uplink_bits:
            rate = made.bandwidth * math.log2(1 + made.transmit_power * device.gain / problem.noise_density / made.bandwidth)
            self.assertAlmostEqual(laws.uplink_rate(made.transmit_power, made.bandwidth, device.gain) / rate, 1, 12)
            latency += option.uplink_bits / rate
            energy += made.transmit_power * option.uplink_bits / rate
        self.assertAlmostEqual(made.latency, latency, 12)
        self.assertAlmostEqual(made.energy, energy, 12)
        self.assertLessEqual(latency, device.latency_budget * (1 + 1e-9))
        self.assertLessEqual(energy, device.energy_budget * (1 + 1e-9))
        self.assertEqual([step.name for step in made.step][0], "device" if made.split else "uplink")

    def test_every_planner_of_every_family_plans(self):
        for family, given in problems().items():
            for name in planning.planners(family):
                with self.subTest(name):
                    plans = [edgeai.plan(name, problem, refused="return") for problem in given]
                    words = [plan.status + " " + plan.reason for plan in plans]
                    self.assertTrue(any(plan.status in ("solved", "violated", "infeasible") for plan in plans), words)
                    self.assertTrue(all(plan.reason for plan in plans if plan.status != "solved"), words)

    def test_a_batch_is_what_its_problems_are_one_by_one(self):
        batch = [split_problem(gain=gain) for gain in numpy.geomspace(1e-14, 1e-9, 7)]
        together = edgeai.plan("LaimPlanner", batch)
        for one, plan in zip(batch, together):
            self.same(edgeai.plan("LaimPlanner", one), plan)
        self.assertGreater(len({plan.decision[0].transmit_power for plan in together}), 2)

    def test_what_problems_of_a_batch_share_stays_nowhere_it_does_not_belong(self):
        """Parts that are shared, copied, left out, of other numbers or in other places, in any order."""
        draw = random.Random(7)
        first = split_problem()
        device, server = first.devices[0], first.server
        slow = dataclasses.replace(device.processor, clock_max=5e8)
        processors = [device.processor, slow, lambda: copy.deepcopy(device.processor), lambda: dataclasses.replace(slow, clock_max=7e8),
                      lambda: {"flop_per_cycle": 8, "clock_max": 1e9, "power_coefficient": 2e-29}]
        options = [device.options, device.options[3:9], lambda: list(device.options), lambda: copy.deepcopy(device.options[:5])]
        powers = [[], [.05, .1], (.02,), numpy.array([.1, .2])]

        def pick(some):
            one = draw.choice(some)
            return one() if callable(one) else one

        def any_device():
            made = dataclasses.replace(device, gain=10 ** draw.uniform(-11, -9), processor=pick(processors), options=pick(options),
                                       tx_powers=pick(powers), energy_budget=draw.choice([.05, .1]))
            if draw.random() < .3:
                made = dataclasses.asdict(made)
                for name in draw.sample(["memory_bits", "link_rate", "tx_powers", "server_wait", "noma"], 2):
                    del made[name]
            return made

        devices = [any_device() for _ in range(4)]
        batch = []
        for _ in range(120):
            some = [draw.choice([draw.choice(devices), any_device()]) for _ in range(draw.choice([1, 1, 2, 3]))]
            batch.append(dataclasses.replace(first, devices=some, server=draw.choice([server, copy.deepcopy(server), slow]),
                                             bandwidth=draw.choice([5e6, 1e7])))
        together = edgeai.plan("LaimPlanner", batch, refused="return")
        for one, plan in zip(batch, together):
            self.same(edgeai.plan("LaimPlanner", copy.deepcopy(one), refused="return"), plan)
        self.assertGreater(len({structs.dumps(plan) for plan in together}), 60)
        self.assertGreater(sum(plan.status == "solved" for plan in together), 60)

    def test_a_planner_is_that_of_the_words_it_was_asked_by(self):
        problem = split_problem()
        free = edgeai.plan("LaimPlanner", problem)
        other = next(option.split for option in problem.devices[0].options if option.split != free.decision[0].split)
        for _ in range(2):
            fixed = edgeai.plan("LaimPlanner", problem, refused="return", Split=other)
            self.assertNotEqual(structs.dumps(fixed), structs.dumps(free))
            self.same(edgeai.plan("LaimPlanner", problem), free)
            with self.assertRaises(ValueError):
                edgeai.plan("LaimPlanner", problem, Splt=other)
            self.same(edgeai.plan("LaimPlanner", problem), free)

    def test_dictionaries_and_numpy_do_as_dataclasses(self):
        problem = split_problem(tx_powers=[.05, .1, .2])
        plan = edgeai.plan("LaimPlanner", problem)
        self.same(edgeai.plan("LaimPlanner", dataclasses.asdict(problem)), plan)
        for kind in (float, "f4", "f8"):
            device = dataclasses.replace(problem.devices[0], tx_powers=numpy.array([.05, .1, .2], kind)[::1],
                                         gain=numpy.float64(1e-10), block_count=numpy.int64(problem.devices[0].block_count))
            other = edgeai.plan("LaimPlanner", dataclasses.replace(problem, devices=(device,)))
            self.assertAlmostEqual(other.decision[0].transmit_power, plan.decision[0].transmit_power, 7)
        strided = dataclasses.replace(problem.devices[0], tx_powers=numpy.array([.05, 9, .1, 9, .2, 9])[::2])
        self.same(edgeai.plan("LaimPlanner", dataclasses.replace(problem, devices=[strided])), plan)

    def test_attributes_are_keywords_or_in_the_text(self):
        problem = split_problem()
        free = edgeai.plan("LaimPlanner", problem).decision[0].split
        other = next(option.split for option in problem.devices[0].options if option.split != free)
        text = edgeai.plan(f"LaimPlanner[Split={other}|PreferLatency=true]", problem)
        self.assertNotEqual(text.decision[0].split if text.status == "solved" else None, free)
        self.same(edgeai.plan("LaimPlanner", problem, Split=other, PreferLatency=True), text)
        self.assertIn("Split", planning.describe("LaimPlanner"))

    def test_plans_are_dataclasses_however_late_they_are_looked_at(self):
        plan = edgeai.plan("LaimPlanner", split_problem())
        self.same(plan, copy.deepcopy(plan))
        batch = edgeai.plan("LaimPlanner", [split_problem()] * 3)
        self.assertEqual((len(batch), len(batch[1:]), len(list(batch))), (3, 2, 3))
        self.assertIs(batch[-1], batch[2])
        self.same(batch[1], plan)
        with self.assertRaises(IndexError):
            batch[3]  # pylint: disable=pointless-statement
        self.assertEqual(structs.dumps(plan), structs.dumps(edgeai.plan("LaimPlanner", split_problem())))
        self.assertIn("decision=[SplitDecision(", repr(edgeai.plan("LaimPlanner", split_problem())))
        self.assertEqual(dataclasses.asdict(plan)["decision"][0]["split"], plan.decision[0].split)
        with self.assertRaisesRegex(AttributeError, "'SplitPlan' object has no attribute 'decisions'"):
            plan.decisions  # pylint: disable=pointless-statement


@unittest.skipUnless(BUILT, f"there is no {planning.file()}, or no numpy")
class Faults(unittest.TestCase):
    def test_names_that_are_none(self):
        for planner, said in ((None, "planner is None; the name of one is needed"), (3, "planner is 3"),
                              ("\ud800", "planner: '.ud800' is no text in UTF-8")):
            for call in (lambda one: edgeai.plan(one, split_problem()), planning.describe):
                with self.assertRaisesRegex(edgeai.Refused, said):
                    call(planner)
        for network, said in ((None, "network is None; a name of the catalogue"), (3, "network is 3"),
                              ("\ud800", "network: '.ud800' is no text in UTF-8")):
            with self.assertRaisesRegex(edgeai.Refused, said):
                planning.profile(network)
        for call in (planning.planners, planning.problem):
            with self.assertRaisesRegex(edgeai.Refused, r"\[\] is no family; a name is needed"):
                call([])
        with self.assertRaisesRegex(edgeai.Refused, "structures is None; a list"):
            planning.chain_layers(None, [1])
        with self.assertRaisesRegex(edgeai.Refused, "Tolerance: '.ud800' is no text in UTF-8"):
            edgeai.plan("LaimPlanner", split_problem(), Tolerance="\ud800")

    def test_what_problems_are_made_of_is_named(self):
        vgg, whole = planning.profile("VGG-16"), "activation_bytes is {}; allowed is a number from 1e-50 to 1e.50"
        for value, shown in (("x", "'x'"), (None, "None"), (0, "0"), (-1, "-1"), (float("nan"), "nan"), (float("inf"), "inf"),
                             ([4], r"\[4\]"), (True, "True")):
            for call in (lambda one: planning.rows_problem(vgg, one), lambda one: planning.chain_layers([vgg], [0], one)):
                with self.assertRaisesRegex(edgeai.Refused, whole.format(shown)):
                    call(value)
        by = {size: planning.rows_problem(vgg, size).layers[0].row_bytes for size in (2, numpy.float32(4), numpy.int64(8))}
        self.assertEqual([by[2] * 2, by[2] * 4], [by[4], by[8]])
        for losses, said in (([1.5], r"loss_per_layer\[0\] is 1.5; allowed is a number from 0 to 1"),
                             (["x"], r"loss_per_layer\[0\] is 'x'"), ([0, 0], "loss_per_layer has 2 values, structures are 1"),
                             ([], "allowed is one for each"), ("1", "loss_per_layer is '1'; a list"), ({0: 1}, "a list")):
            with self.assertRaisesRegex(edgeai.Refused, said):
                planning.chain_layers([vgg], losses)
        with self.assertRaisesRegex(edgeai.Refused, "structures are 0"):
            planning.chain_layers([], [])
        for call in (planning.split_options, planning.rows_problem, planning.path_service):
            for value, said in (("VGG-16", "network is 'VGG-16'; allowed are named fields"), (None, "network is None"),
                                ({"bloks": []}, "network has no field 'bloks'; did you mean blocks"), (3, "network is 3")):
                with self.assertRaisesRegex(ValueError, said):
                    call(value)
        with self.assertRaisesRegex(ValueError, r"structures\[1\] is 'VGG-16'; allowed are named fields"):
            planning.chain_layers([vgg, "VGG-16"], [0, 0])
        for call in (planning.rows_problem, lambda one: planning.chain_layers([one], [0])):
            with self.assertRaisesRegex(ValueError, "has no (image|input_shape)"):
                call(dataclasses.replace(vgg, input_shape=[]))

    def expect(self, kind, words, *given, **more):
        with self.assertRaisesRegex(kind, words):
            edgeai.plan(*given, **more)

    def test_a_refusal_has_the_planners_words_with_our_names(self):
        self.expect(edgeai.Refused, r"LaimPlanner: devices\[0\].tx_power_max is -1 W; allowed is 1e-50 to 1e\+50 W",
                    "LaimPlanner", split_problem(tx_power_max=-1))
        self.expect(edgeai.Refused, r"LaimPlanner: problems\[1\]: devices\[0\].gain is", "LaimPlanner",
                    [split_problem(), split_problem(gain=0)])
        plans = edgeai.plan("LaimPlanner", [split_problem(), split_problem(gain=0)], refused="return")
        self.assertEqual([plan.status for plan in plans], ["solved", "refused"])
        late = edgeai.plan("LaimPlanner", split_problem(latency_budget=1e-9))
        self.assertEqual(late.status, "infeasible")
        self.assertRegex(late.decision[0].reason, "^latency_budget of 1e-09 s cannot be kept")

    def test_fields_that_there_are_not(self):
        self.expect(ValueError, r"problem.devices\[0\] has no field 'tx_powr_max'; did you mean tx_power_max\?",
                    "LaimPlanner", {"devices": [{"tx_powr_max": 1}]})
        problem = split_problem()
        problem.bandwith = 5e6
        self.expect(ValueError, "problem has no field 'bandwith'; did you mean bandwidth?", "LaimPlanner", problem)
        with self.assertRaises(TypeError):
            planning.SplitProblem(bandwith=5e6)

    def test_kinds_and_shapes(self):
        for value, words in (("x", "is 'x'; allowed is a number"), (True, "is True; allowed is a number"),
                             (float("nan"), "is not a number; allowed is a finite number"),
                             (None, "is not a number"), ([1], r"is \[1\]; allowed is a number")):
            self.expect(ValueError, rf"problem.devices\[0\].gain {words}", "LaimPlanner", split_problem(gain=value))
        for value, words in ((numpy.zeros((2, 3)), r"is of shape \(2, 3\); expected is a list of numbers"),
                             ({"a": 1}, "is {'a': 1}; expected is a list of numbers"),
                             ([.1, "b"], r"\[1\] is 'b'; allowed is a number")):
            self.expect(ValueError, rf"problem.devices\[0\].tx_powers ?{words}", "LaimPlanner",
                        split_problem(tx_powers=value))
        self.expect(ValueError, r"devices\[0\].block_count is 1.5; allowed is a whole number", "LaimPlanner",
                    split_problem(block_count=1.5))
        self.expect(ValueError, "problem is 3; allowed are named fields", "LaimPlanner", 3)
        self.expect(ValueError, "problem.uplink.form is 'bend'; allowed is 'subchannels', 'band'", "HfelPlanner",
                    {"uplink": {"form": "bend"}})
        self.expect(ValueError, "layer_times is of shape|layer_times.* is 1.0; expected is a list of numbers",
                    "IovtPlanner", {"devices": [{"layer_times": numpy.ones(2)}]})

    def test_words_are_those_of_python(self):
        """Whatever a planner says against a problem names fields as Python calls them, and no function of C++."""
        told = 0
        for family, given in problems().items():
            planner = planning.planners(family)[0]
            for problem in given[:1]:
                for worse in spoilt(dataclasses.asdict(problem)):
                    try:
                        reason = edgeai.plan(planner, worse, refused="return").reason
                    except ValueError as fault:
                        reason = str(fault)
                    told += bool(reason)
                    bare = re.sub(r"'[^']*'|\"[^\"]*\"|ns3::\S+", "", reason)
                    self.assertNotRegex(bare, r"\b[a-z]+[A-Z]\w*|\.size\(\)", family)
        self.assertGreater(told, 100)

    def test_problems_of_another_kind_are_told_with_the_one_that_is_taken(self):
        for problem, said in ((split_problem(), "^HalpPlanner takes a RowPartitionProblem, and problem is a SplitProblem; "
                                                r"planning.planners\('split'\) lists the planners that take one$"),
                              ([planning.RowPartitionProblem(), split_problem()], r"^HalpPlanner takes a .*, and problems\[1\] is a "
                                                                                  "SplitProblem"),
                              (planning.SplitDevice(), "^HalpPlanner takes a RowPartitionProblem, and problem is a SplitDevice$"),
                              ({"devices": [], "bandwidth": 1}, "^HalpPlanner takes a RowPartitionProblem: problem has no field 'devices'.*"
                                                                "All of its fields are those of SplitProblem$"),
                              ([{}, {"nods": []}], r"^HalpPlanner takes a RowPartitionProblem: problems\[1\] has no field 'nods'; did you "
                                                   "mean nodes")):
            self.expect(ValueError, said, "HalpPlanner", problem)
        self.expect(ValueError, "^HalpPlanner takes a Row", "ns3::edgeai::HalpPlanner", split_problem())
        self.expect(ValueError, "^LaimScaPlanner takes a Split", "LaimScaPlanner[Tolerance=1e-6]", planning.RowPartitionProblem())
        for family, given in problems().items():  # and those that are taken are
            for problem in given:
                planning.check_kind(planning.planners(family)[0], [problem])

    def test_planners_and_attributes_that_there_are_not(self):
        self.expect(ValueError, "^there is no planner 'LaimPlaner'; did you mean LaimPlanner, .* planning.planners.family. lists",
                    "LaimPlaner", split_problem())
        self.expect(ValueError, "^there is no planner 'ns3::edgeai::LaimPlaner.*; did you mean LaimPlanner",
                    "ns3::edgeai::LaimPlaner[Tolerance=1]", split_problem())
        self.expect(ValueError, "^there is no planner ''. planning.planners.family. lists those of a family: split, chain", "",
                    split_problem())
        with self.assertRaisesRegex(ValueError, "^there is no planner 'HalpPlaner'; did you mean HalpPlanner"):
            planning.describe("HalpPlaner")
        self.expect(ValueError, r"no attribute 'Tolerence'; planning.describe\(\"LaimPlanner\"\) lists those it has$",
                    "LaimPlanner[Tolerence=1]", split_problem())
        self.expect(ValueError, "has no attribute 'Tolerence'; did you mean Tolerance", "LaimScaPlanner",
                    split_problem(), Tolerence=1)
        self.expect(ValueError, "LaimScaPlanner's attribute Tolerance: -1 is out of range; allowed is 0 to 1", "LaimScaPlanner",
                    split_problem(), Tolerance=-1)
        for text in ("a", "nan", "", "1 2"):
            self.expect(ValueError, f"attribute Tolerance: '{text}' is no number; allowed is 0 to 1", "LaimScaPlanner",
                        split_problem(), Tolerance=text)
        self.expect(ValueError, "refused is 'never'", "LaimPlanner", split_problem(), refused="never")
        with self.assertRaisesRegex(edgeai.Refused, "There is no family 'spilt'"):
            planning.problem("spilt")
        with self.assertRaisesRegex(ValueError, "MobileNetV9"):
            planning.profile("MobileNetV9")


def spoilt(document, top=None, depth=4):
    """Return copies of a document with one value of it that is likely to be none: a negative number, a list too short."""
    top = document if top is None else top
    found = []
    members = list(document.items()) if isinstance(document, dict) else list(enumerate(document[:2]))
    for name, value in members:
        if isinstance(value, bool) or isinstance(value, str) or value is None:
            continue
        others = ([[], value[:-1]] if isinstance(value, list) else [-1, 0, 1e60]) if not isinstance(value, dict) else []
        for other in others:
            document[name] = other
            found.append(copy.deepcopy(top))
        document[name] = value
        if isinstance(value, (dict, list)) and depth:
            found += spoilt(value, top, depth - 1)
    return found[:2000]


@unittest.skipUnless(BUILT, f"there is no {planning.file()}, or no numpy")
class Laws(unittest.TestCase):
    def test_laws_are_their_closed_forms(self):
        ratio = numpy.array([0, .3, .9])
        exact = ratio + (1 - ratio) * numpy.log(1 - ratio)
        numpy.testing.assert_allclose(laws.distortion(ratio), exact, atol=1e-14)
        numpy.testing.assert_allclose(laws.distortion(ratio, "rd_code"), numpy.sqrt(ratio), atol=1e-14)
        numpy.testing.assert_allclose(laws.distortion([.5], "table", points=[(0, 0), (1, 1)]), [.5])
        self.assertAlmostEqual(laws.quantisation_lower_bound(3, 30), 1 / (30 * 2 ** 4), 14)
        self.assertAlmostEqual(laws.signed_weight_rate(1 / 60, 30), 1, 12)
        self.assertAlmostEqual(laws.uplink_energy(1e6, .5, 5e6, 1e-10), .5 * laws.uplink_power(1e6, .5, 5e6, 1e-10), 14)
        self.assertAlmostEqual(laws.erlang_c(1, .4), .4, 14)
        self.assertAlmostEqual(laws.mean_wait([2.], [.25]), 2 * .0625 / (2 * .5), 14)
        self.assertAlmostEqual(laws.sharing_slowdown(.75), 4, 12)
        nu, rate, band = 1e7, 2e6, 1e6
        self.assertAlmostEqual(laws.outage(band, nu, rate), 1 - math.exp(-band / nu * (2 ** (rate / band) - 1)), 14)
        self.assertAlmostEqual(laws.outage(band, nu, laws.outage_rate(band, nu, .1)), .1, 12)
        filled = laws.water_filling([1, 2, 4], .5)
        self.assertAlmostEqual(sum(filled.powers), .5, 14)
        under = [power + 1 / gain for power, gain in zip(filled.powers, (1, 2, 4)) if power]
        numpy.testing.assert_allclose(under, filled.level)
        layers = [numpy.array([[1., -2], [3, .5]]), numpy.array([[.1, 1]])]
        pruned = laws.prune(layers, .5)
        self.assertEqual([list(map(list, layer)) for layer in pruned], [[[0, -2], [3, 0]], [[0, 1]]])
        self.assertAlmostEqual(laws.parameter_distortion(layers, pruned), math.sqrt(1 + .25 + .01), 14)

    def test_ranges_are_said_by_name(self):
        for call, words in ((lambda: laws.distortion(1.5), "pruning_ratio is 1.5; allowed is at least 0, at most 1"),
                            (lambda: laws.uplink_rate(.1, 0, 1e-10), "bandwidth is 0; allowed is more than 0"),
                            (lambda: laws.water_filling([1], 1, [1, 2]), "shares are 2; expected are 1"),
                            (lambda: laws.distortion(.5, "lost"), "law is 'lost'; allowed are 'magnitude'"),
                            (lambda: laws.prune([numpy.ones(3)], .5), r"layers\[0\] has 1 dimensions; expected are 2")):
            with self.assertRaisesRegex(ValueError, words):
                call()
        with self.assertRaisesRegex(AttributeError, "nothing"):
            laws.nothing  # pylint: disable=pointless-statement


if __name__ == "__main__":
    unittest.main()
