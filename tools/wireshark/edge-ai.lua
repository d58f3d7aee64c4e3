-- SPDX-License-Identifier: GPL-2.0-only
-- Shows the messages of edge-ai in Wireshark and tshark, every field typed and filterable:
--   tshark -X lua_script:tools/wireshark/edge-ai.lua -r laim-1-0.pcap -Y "edgeai.plan.split == 4"
--   tshark -X lua_script:... -r laim-1-0.pcap -Y edgeai.plan -T fields -e edgeai.task -e edgeai.plan.latency
-- Over TCP a message is put together from its segments. Where segments were lost or overtook each other,
-- add -o tcp.reassemble_out_of_order:TRUE, or what follows the gap is not shown (Wireshark: Preferences,
-- Protocols, TCP, "Reassemble out-of-order segments"). Over UDP every datagram carries a fragment, and a body
-- is shown where one datagram holds all of it.
-- Transport blocks of the broadband radio: edge-ai-radio.lua.
-- Ports are a preference (-o edgeai.tcp_ports:5000-5010); on others messages are known by how they begin.
-- Types of applications outside of the module: a file that sets _G.EDGE_AI_MESSAGES, given before this one
-- (PrintDissectorTable in model/application/message/dissector-table.h writes it).

-- BEGIN of what `./edge-ai dissector` writes
local MESSAGES = {
    {type = 1, name = "REQUEST", body = "request", payload = "none",
     help = "device to server: task, budgets, limits, channel", fields = {
        {"network", "text", "", "catalogue name"},
        {"tokens_in", "double", "", "length of the prompt; 0: the network's own", least = 1e-50, most = 1e+50, zero = true},
        {"tokens_out", "double", "", "length of the answer", least = 1e-50, most = 1e+50, zero = true},
        {"input_bits", "double", "bit", "raw input; unknown: the network's own", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"latency_budget", "double", "s", "T0", least = 1e-50, most = 1e+50},
        {"energy_budget", "double", "J", "E0", least = 1e-50, most = 1e+50},
        {"gain", "double", "", "measured channel power gain", least = 1e-50, most = 1e+50, unknown = true},
        {"bandwidth", "double", "Hz", "of the link; 0: the server's default", least = 1e-50, most = 1e+50, zero = true},
        {"noise_density", "double", "W/Hz", "0: the server's default", least = 1e-50, most = 1e+50, zero = true},
        {"divide_band", "bool", "", "the link can be given a part of the band"},
        {"subchannel_width", "double", "Hz", "parts are multiples of it; 0: any", least = 1e-50, most = 1e+50, zero = true},
        {"link_rate", "double", "bit/s", "of a link that has one; 0: a radio's", least = 1e-50, most = 1e+50, zero = true},
        {"tx_power_max", "double", "W", "largest transmit power", least = 1e-50, most = 1e+50},
        {"tx_power_min", "double", "W", "least transmit power; 0: none", least = 1e-50, most = 1e+50, zero = true},
        {"tx_powers", "double", "W", "admissible powers; none: all", list = true, least = 1e-50, most = 1e+50},
        {"weight_rate", "double", "1/weight", "lambda", least = 1e-50, most = 1e+50},
        {"memory_bits", "double", "bit", "for weights; 0: unlimited", least = 1e-50, most = 1e+50, zero = true},
        {"split_min", "uint32", "", "least split"},
        {"processor", "struct", "", "what will compute", fields = {
            {"flop_per_cycle", "double", "FLOP/cycle", "work per cycle", least = 1e-50, most = 1e+50},
            {"clock_max", "double", "cycle/s", "largest clock", least = 1e-50, most = 1e+50},
            {"clock_min", "double", "cycle/s", "least clock; 0: none", least = 1e-50, most = 1e+50, zero = true},
            {"power_coefficient", "double", "W/(cycle/s)^3", "power over clock^3", least = 1e-50, most = 1e+50},
            {"static_power", "double", "W", "of a busy unit beside that", least = 1e-50, most = 1e+50, zero = true},
            {"transition_latency", "double", "s", "standstill at a change of clock", least = 1e-50, most = 1e+50, zero = true},
            {"usage_effectiveness", "double", "", "PUE", least = 1, most = 1e+50},
            {"clocks", "double", "cycle/s", "admissible clocks; none: all", list = true, least = 1e-50, most = 1e+50},
        }},
        {"link", "uint64", "", "number in the cell; all ones: none"},
        {"time_weight", "double", "1/s", "what a second is worth", least = 1e-50, most = 1e+50, zero = true},
        {"energy_weight", "double", "1/J", "what a joule is worth", least = 1e-50, most = 1e+50, zero = true},
        {"arrival_rate", "double", "1/s", "tasks it has to do; 0: unknown", least = 1e-50, most = 1e+50, zero = true},
        {"keeps_plan", "bool", "", "it follows the plan until it gets another"},
        {"medium", "uint64", "", "what its link shares with others; all ones: none"},
        {"medium_rate", "double", "bit/s", "what that carries; 0: there is none", least = 1e-50, most = 1e+50, zero = true},
        {"sharers", "uint32", "", "links it knows to share it", least = 1, most = 4294967295},
        {"sharers_known", "bool", "", "nobody else is on the way"},
    }},
    {type = 2, name = "PLAN", body = "plan", payload = "none",
     help = "server to device: what to do and what it should cost", fields = {
        {"number", "uint64", "", "of the plan, counted by the server"},
        {"planner", "text", "", "who decided"},
        {"status", "choice", "", "what became of the problem", words = {[0] = "solved", "violated", "infeasible", "refused"}},
        {"reason", "text", "", "in words, unless solved"},
        {"split", "uint32", "", "blocks that run on the device"},
        {"device_keep_ratio", "double", "", "kept of the device's weights", least = 0, most = 1},
        {"server_keep_ratio", "double", "", "kept of the server's weights", least = 0, most = 1},
        {"transmit_power", "double", "W", "of the upload; 0: none", least = 1e-50, most = 1e+50, zero = true},
        {"device_clock", "double", "cycle/s", "asked for; 0: none", least = 1e-50, most = 1e+50, zero = true},
        {"server_clock", "double", "cycle/s", "asked for; 0: none", least = 1e-50, most = 1e+50, zero = true},
        {"bandwidth", "double", "Hz", "the device's band; 0: not planned", least = 1e-50, most = 1e+50, zero = true},
        {"computing_units", "double", "", "of the server; 0: not planned", least = 0, most = 1e+06},
        {"uplink_way", "struct", "", "where features go on shared subchannels", fields = {
            {"subchannel", "uint32", "", "which, from 0; 4294967295: none"},
            {"position", "uint32", "", "place in its decoding order, 1 first"},
            {"part", "uint32", "", "which of its equal parts, from 0"},
            {"parts", "uint32", "", "how many there are", least = 1, most = 4294967295},
            {"power", "double", "W", "transmit power", least = 1e-50, most = 1e+50, zero = true},
            {"sinr", "double", "", "expected, linear", least = 1e-50, most = 1e+50, zero = true},
            {"rate", "double", "bit/s", "expected", least = 1e-50, most = 1e+50, zero = true},
        }},
        {"downlink_way", "struct", "", "where answers go on shared subchannels", fields = {
            {"subchannel", "uint32", "", "which, from 0; 4294967295: none"},
            {"position", "uint32", "", "place in its decoding order, 1 first"},
            {"part", "uint32", "", "which of its equal parts, from 0"},
            {"parts", "uint32", "", "how many there are", least = 1, most = 4294967295},
            {"power", "double", "W", "transmit power", least = 1e-50, most = 1e+50, zero = true},
            {"sinr", "double", "", "expected, linear", least = 1e-50, most = 1e+50, zero = true},
            {"rate", "double", "bit/s", "expected", least = 1e-50, most = 1e+50, zero = true},
        }},
        {"step", "struct", "", "what is expected of it", list = true, fields = {
            {"name", "text", "", "place on the way"},
            {"kind", "choice", "", "what happens", words = {[0] = "compute", "transfer", "aggregate"}},
            {"node", "uint32", "", "who computes or sends"},
            {"peer", "uint32", "", "who receives"},
            {"work", "double", "FLOP", "work", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"bits", "double", "bit", "payload", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"time", "double", "s", "duration without waiting", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"wait", "double", "s", "expected before it", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"energy", "double", "J", "energy", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"share", "double", "", "of the tasks that take it", least = 0, most = 1},
            {"after", "uint32", "", "steps it waits for", list = true},
        }},
        {"latency", "double", "s", "expected, in all", least = 1e-50, most = 1e+50, zero = true},
        {"energy", "double", "J", "expected, in all", least = 1e-50, most = 1e+50, zero = true},
        {"distortion", "double", "", "bound in units of a weight", least = 1e-50, most = 1e+50, zero = true},
        {"normalised_distortion", "double", "", "bound over that of no weights", least = 0, most = 1},
        {"latency_active", "bool", "", "the latency budget binds"},
        {"energy_active", "bool", "", "the energy budget binds"},
        {"device_clock_active", "bool", "", "the device's clock is at its limit"},
        {"server_clock_active", "bool", "", "the server's clock is at its limit"},
        {"tx_power_active", "bool", "", "the transmit power is at its limit"},
        {"device_flop", "double", "FLOP", "work of the device's part", least = 1e-50, most = 1e+50, zero = true},
        {"device_memory", "double", "B", "weights kept on the device", least = 1e-50, most = 1e+50, zero = true},
        {"rate_factor", "double", "", "realised over Shannon rate it assumes", least = 1e-50, most = 1e+50},
        {"count_server_energy", "bool", "", "the energy budget covers the server"},
    }},
    {type = 3, name = "FEATURE", body = "feature", payload = "counted",
     help = "device to server: the intermediate tensor", fields = {
        {"plan", "uint64", "", "number of the plan it follows"},
        {"network", "text", "", "catalogue name"},
        {"tokens_in", "double", "", "length of the prompt; 0: the network's own", least = 1e-50, most = 1e+50, zero = true},
        {"tokens_out", "double", "", "length of the answer", least = 1e-50, most = 1e+50, zero = true},
        {"input_bits", "double", "bit", "raw input; unknown: the network's own", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"split", "uint32", "", "blocks that ran on the device"},
        {"server_keep_ratio", "double", "", "kappa of the server's part", least = 1e-50, most = 1},
        {"server_clock", "double", "cycle/s", "f_s asked for", least = 1e-50, most = 1e+50, zero = true},
        {"deadline", "double", "s", "instant the task is due", least = 0, most = 1e+50},
        {"drop_late", "bool", "", "nobody wants the answer after the deadline"},
        {"units", "uint32", "", "computing units asked for", least = 1, most = 1e+06},
    }},
    {type = 4, name = "RESULT", body = "result", payload = "counted",
     help = "server to device: the answer, or why there is none", fields = {
        {"status", "choice", "", "why there is no answer", words = {[0] = "ok", "queue full", "memory", "battery", "refused", "stopped", "given up", "unknown", "segment lost"}},
        {"reason", "text", "", "in words, unless ok"},
        {"received", "double", "s", "instant the feature was complete", least = 0, most = 1e+10},
        {"started", "double", "s", "instant service began", least = 0, most = 1e+10},
        {"finished", "double", "s", "instant service ended", least = 0, most = 1e+10},
        {"energy", "double", "J", "spent by the server", least = 1e-50, most = 1e+50, zero = true},
        {"clock", "double", "cycle/s", "mean over the service", least = 1e-50, most = 1e+50, zero = true},
        {"work", "double", "FLOP", "done on it", least = 1e-50, most = 1e+50, zero = true},
        {"traffic", "double", "B", "moved in memory for it", least = 1e-50, most = 1e+50, zero = true, unknown = true},
    }},
    {type = 5, name = "REPORT", body = "report", payload = "none",
     help = "device to server: what really happened", fields = {
        {"plan", "uint64", "", "number of the plan it followed"},
        {"device_time", "double", "s", "t_d", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"uplink_time", "double", "s", "t_u", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"server_time", "double", "s", "t_s", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"latency", "double", "s", "from generation to answer", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"waited", "double", "s", "part of it, for device, link and server", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"device_energy", "double", "J", "e_d", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"uplink_energy", "double", "J", "e_u", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"uplink_bits", "double", "bit", "feature payload", least = 1e-50, most = 1e+50, zero = true, unknown = true},
        {"gain", "double", "", "channel power gain measured now", least = 1e-50, most = 1e+50, zero = true, unknown = true},
    }},
    {type = 6, name = "FRAME", body = "frame", payload = "counted",
     help = "camera to stage: a frame, no layer done yet", fields = {
        {"plan", "uint64", "", "number of the plan it follows"},
        {"cut", "uint32", "", "layers done"},
        {"captured", "double", "s", "instant of capture", least = 0, most = 1e+10},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
        {"expires", "double", "s", "instant after which it is lost on this link", least = 0, most = 1e+10},
    }},
    {type = 7, name = "ACTIVATION", body = "frame", payload = "counted",
     help = "stage to stage: what the first layers made", fields = {
        {"plan", "uint64", "", "number of the plan it follows"},
        {"cut", "uint32", "", "layers done"},
        {"captured", "double", "s", "instant of capture", least = 0, most = 1e+10},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
        {"expires", "double", "s", "instant after which it is lost on this link", least = 0, most = 1e+10},
    }},
    {type = 8, name = "ANSWER", body = "frame", payload = "counted",
     help = "stage to sink: what the last layer made", fields = {
        {"plan", "uint64", "", "number of the plan it follows"},
        {"cut", "uint32", "", "layers done"},
        {"captured", "double", "s", "instant of capture", least = 0, most = 1e+10},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
        {"expires", "double", "s", "instant after which it is lost on this link", least = 0, most = 1e+10},
    }},
    {type = 9, name = "PIPELINE_PLAN", body = "pipeline_plan", payload = "none",
     help = "controller to stage or camera: who runs what", fields = {
        {"number", "uint64", "", "of the plan, counted by the controller"},
        {"planner", "text", "", "who decided"},
        {"status", "choice", "", "what became of the problem", words = {[0] = "solved", "violated", "infeasible", "refused"}},
        {"reason", "text", "", "in words, unless solved"},
        {"cuts", "uint32", "", "layers done behind each position", list = true},
        {"options", "uint32", "", "structure of each stage's layers", list = true},
        {"step", "struct", "", "what is expected", list = true, fields = {
            {"name", "text", "", "place on the way"},
            {"kind", "choice", "", "what happens", words = {[0] = "compute", "transfer", "aggregate"}},
            {"node", "uint32", "", "who computes or sends"},
            {"peer", "uint32", "", "who receives"},
            {"work", "double", "FLOP", "work", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"bits", "double", "bit", "payload", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"time", "double", "s", "duration without waiting", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"wait", "double", "s", "expected before it", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"energy", "double", "J", "energy", least = 1e-50, most = 1e+50, zero = true, unknown = true},
            {"share", "double", "", "of the tasks that take it", least = 0, most = 1},
            {"after", "uint32", "", "steps it waits for", list = true},
        }},
        {"accuracy", "double", "", "expected", least = -1e+50, most = 1},
    }},
    {type = 10, name = "PLAN_READY", body = "plan_ready", payload = "none",
     help = "stage to controller: the plan can be used, or which weights are lacking", fields = {
        {"missing_bytes", "double", "B", "weights it lacks; 0: frames may come", least = 0, most = 4294967296},
    }},
    {type = 11, name = "PIPELINE_REPORT", body = "pipeline_report", payload = "none",
     help = "position to controller: what it is and what it measured", fields = {
        {"position", "uint32", "", "0 camera, 1 to M stages, M + 1 sink"},
        {"hello", "bool", "", "it has just connected and has no plan"},
        {"peak_flops", "double", "FLOP/s", "of a stage", least = 1e-50, most = 1e+50, zero = true},
        {"memory_bandwidth", "double", "B/s", "of a stage", least = 1e-50, most = 1e+50, zero = true},
        {"memory_bytes", "double", "B", "of a stage; 0: unlimited", least = 1e-50, most = 1e+50, zero = true},
        {"fixed_time", "double", "s", "of a stage, per frame", least = 1e-50, most = 1e+50, zero = true},
        {"busy_power", "double", "W", "of a stage, while it computes", least = 0, most = 1e+09},
        {"link_bits", "double", "bit", "payload that came over the link before", least = 1e-50, most = 1e+50, zero = true},
        {"link_time", "double", "s", "the link was busy with that", least = 1e-50, most = 1e+50, zero = true},
        {"link_frames", "uint32", "", "frames that came in that time"},
        {"frames", "uint32", "", "frames served"},
        {"service_time", "double", "s", "sum of their service times", least = 1e-50, most = 1e+50, zero = true},
        {"waiting", "uint32", "", "frames waiting there now"},
    }},
    {type = 12, name = "WEIGHTS", body = "weights", payload = "counted",
     help = "controller to stage: weights a plan needs there", fields = {
    }},
    {type = 13, name = "CANCEL", body = "cancel", payload = "none",
     help = "device to server: the task is given up", fields = {
        {"reason", "text", "", "in words"},
        {"account", "bool", "", "a RESULT shall say what it took"},
    }},
    {type = 20, name = "DTO_EE_TASK", body = "dto_ee_task", payload = "counted",
     help = "device or node to the next stage: a task", fields = {
        {"device", "uint32", "", "whose it is"},
        {"stage", "uint32", "", "that it enters, from 1"},
        {"difficulty", "double", "", "of the task", least = 0, most = 1},
        {"generated", "double", "s", "instant of generation", least = 0, most = 1e+10},
        {"expires", "double", "s", "instant after which it is lost on this link", least = 0, most = 1e+10},
    }},
    {type = 21, name = "DTO_EE_ANSWER", body = "dto_ee_answer", payload = "counted",
     help = "node to device: what an exit answered", fields = {
        {"stage", "uint32", "", "behind which it left, from 1"},
        {"confidence", "double", "", "of that exit; 1 at the end", least = 0, most = 1},
        {"expires", "double", "s", "instant after which it is lost on the way", least = 0, most = 1e+10},
    }},
    {type = 22, name = "DTO_EE_HELLO", body = "dto_ee_hello", payload = "none",
     help = "first of a connection: who it is from, and what it is for", fields = {
        {"purpose", "choice", "", "what the connection is for", words = {[0] = "tasks", "words", "reports", "control"}},
        {"stage", "uint32", "", "of who says it; 0: a device"},
        {"index", "uint32", "", "of who says it, in its stage"},
    }},
    {type = 23, name = "DTO_EE_RATE", body = "dto_ee_rate", payload = "none",
     help = "to the next stage: tasks that are sent there", fields = {
        {"rate", "double", "1/s", "tasks it sends there", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 24, name = "DTO_EE_PRICE", body = "dto_ee_price", payload = "none",
     help = "to the stage before: what another task costs", fields = {
        {"price", "double", "s", "what another task costs", least = 1e-50, most = 1e+50, zero = true},
        {"exit_price", "double", "s", "if it leaves at the next exit", least = 1e-50, most = 1e+50, zero = true},
        {"curvature", "double", "s^2", "how fast the price rises at most", least = 1e-50, most = 1e+50, zero = true},
        {"bound", "double", "s", "price along the cheapest way", least = 1e-50, most = 1e+50, zero = true},
        {"rate", "double", "1/s", "tasks into it", least = 1e-50, most = 1e+50, zero = true},
        {"service", "double", "1/s", "tasks it can serve", least = 1e-50, most = 1e+50},
    }},
    {type = 25, name = "DTO_EE_EXIT_REPORT", body = "dto_ee_exit_report", payload = "none",
     help = "node to leader of an exit: its part of the price of going on", fields = {
        {"rate", "double", "1/s", "tasks into it", least = 1e-50, most = 1e+50, zero = true},
        {"service", "double", "1/s", "tasks it can serve", least = 1e-50, most = 1e+50},
        {"transfer", "double", "", "tasks on the links out of it", least = 1e-50, most = 1e+50, zero = true},
        {"exit_price", "double", "s", "of going on to the next exit", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 26, name = "DTO_EE_EXIT_UPDATE", body = "dto_ee_exit_update", payload = "none",
     help = "leader to its stage and to other leaders: the threshold", fields = {
        {"threshold", "double", "", "who is as confident leaves", least = 1e-50, most = 1},
        {"passing", "double", "", "share of the tasks that go on", least = 0, most = 1},
    }},
    {type = 27, name = "DTO_EE_STATE", body = "dto_ee_state", payload = "none",
     help = "device or node to controller: what it measured", fields = {
        {"arrivals", "double", "1/s", "tasks of a device", least = 1e-50, most = 1e+50, zero = true},
        {"link_rate", "double", "bit/s", "to each node of the next stage; 0: no link", list = true, least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 28, name = "DTO_EE_ROW", body = "dto_ee_row", payload = "none",
     help = "controller to device or node: where to send from the next slot on", fields = {
        {"share", "double", "", "of the tasks, for each node of the next stage", list = true, least = 0, most = 1},
        {"threshold", "double", "", "who is as confident leaves", least = 1e-50, most = 1},
    }},
    {type = 29, name = "DTO_EE_RECEIPT", body = "dto_ee_receipt", payload = "none",
     help = "to the stage before: when a task had come", fields = {
        {"arrived", "double", "s", "instant the whole task had come", least = 0, most = 1e+10},
    }},
    {type = 30, name = "DTO_EE_MIXTURE", body = "dto_ee_mixture", payload = "none",
     help = "to the next stage: tasks that are sent there, against their difficulty", fields = {
        {"step", "struct", "", "of the rate of tasks against their difficulty", list = true, fields = {
            {"cut", "double", "", "difficulty from which on there are any", least = 0, most = 1},
            {"density", "double", "1/s", "of them per unit of difficulty", least = 1e-50, most = 1e+50, zero = true},
        }},
    }},
    {type = 31, name = "DTO_EE_CURVE", body = "dto_ee_curve", payload = "none",
     help = "to the stage before: what another task costs against its difficulty", fields = {
        {"piece", "struct", "", "of what another task costs against its difficulty", list = true, fields = {
            {"from", "double", "", "difficulty above which it holds", least = 0, most = 1},
            {"price", "double", "s", "of a task of difficulty 0", least = 1e-50, most = 1e+50, zero = true},
            {"slope", "double", "s", "of errors, per unit of difficulty", least = 1e-50, most = 1e+50, zero = true},
            {"root", "double", "s", "of how fast the price rises at most", least = 1e-50, most = 1e+50, zero = true},
        }},
        {"exit_bound", "double", "s", "price along the cheapest way to each exit", list = true, least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 40, name = "CODE_ADVERT", body = "code_advert", payload = "none",
     help = "server to servers: blocks, capacity to spare", fields = {
        {"speed", "double", "FLOP/s", "of the server", least = 1e-50, most = 1e+50},
        {"load", "double", "1/s", "of its own tasks", least = 1e-50, most = 1e+50},
        {"spare", "double", "FLOP/s", "that the receiver's tasks could have", least = 1e-50, most = 1e+50, zero = true},
        {"protected_share", "uint16", "1e-4", "of its own tasks", least = 0, most = 10000},
        {"accuracy", "uint16", "1e-4", "of its own tasks", least = 1, most = 10000},
        {"block", "struct", "", "of its model, the head last", list = true, fields = {
            {"flop", "double", "FLOP", "work", least = 1e-50, most = 1e+50},
            {"channels", "uint32", "", "of its output; 0: the head", least = 0, most = 1048576},
            {"side", "uint32", "", "rows and columns of its output; 0: the head", least = 0, most = 65536},
        }},
    }},
    {type = 41, name = "CODE_REQUEST", body = "code_request", payload = "none",
     help = "server to host: a path it would like to use", fields = {
        {"rate", "double", "1/s", "of tasks that would come", least = 1e-50, most = 1e+50},
        {"purpose", "choice", "", "what for", words = {[0] = "serve", "train"}},
        {"mirrored", "bool", "", "through a copy of the sender's model"},
        {"mirror_cut", "uint16", "", "blocks before the copy"},
        {"connection", "struct", "", "of the path", list = true, fields = {
            {"from_host", "bool", "", "begins at the host's model"},
            {"from_block", "uint8", "", "where; 0: the user"},
            {"to_host", "bool", "", "ends at the host's model"},
            {"to_block", "uint8", "", "where; behind the last: the head"},
            {"bytes", "uint32", "B", "it sends"},
        }},
    }},
    {type = 42, name = "CODE_GRANT", body = "code_grant", payload = "none",
     help = "host to server: the rate it lets in", fields = {
        {"rate", "double", "1/s", "of tasks that are let in", least = 1e-50, most = 1e+50, zero = true},
        {"share", "double", "", "of the host", least = 0, most = 1.000000001},
        {"host_rate", "double", "1/s", "left for own tasks", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 43, name = "CODE_REFUSE", body = "code_grant", payload = "none",
     help = "host to server: there is no room for a path", fields = {
        {"rate", "double", "1/s", "of tasks that are let in", least = 1e-50, most = 1e+50, zero = true},
        {"share", "double", "", "of the host", least = 0, most = 1.000000001},
        {"host_rate", "double", "1/s", "left for own tasks", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 44, name = "CODE_ACTIVATE", body = "code_activate", payload = "none",
     help = "server to host: tasks of a path will come", fields = {
        {"rate", "double", "1/s", "of tasks that will come", least = 1e-50, most = 1e+50},
        {"replaces", "uint64", "", "number of the path before"},
    }},
    {type = 45, name = "CODE_LOAD", body = "code_load", payload = "none",
     help = "server to servers: how busy it is", fields = {
        {"utilisation", "double", "", "of the processor", least = 0, most = 1.000001},
        {"queue", "double", "", "jobs there", least = 1e-50, most = 1e+50, zero = true},
        {"guest_share", "double", "", "that guests had", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 46, name = "CODE_RELEASE", body = "code_release", payload = "none",
     help = "server to host: no more tasks of a path", fields = {
        {"tasks", "uint64", "", "that were sent over the path"},
        {"time", "double", "s", "since it was asked for", least = 0, most = 1e+10},
    }},
    {type = 47, name = "CODE_ACTIVATION", body = "code_transfer", payload = "counted",
     help = "between servers: what a block made", fields = {
        {"path", "uint64", "", "number of the path"},
        {"step", "uint32", "", "which of the path's"},
        {"returning", "bool", "", "from the host to whose path it is"},
        {"training", "bool", "", "of a sample, not of a task"},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
        {"goodput", "double", "bit/s", "measured the other way; 0: unknown", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 48, name = "CODE_GRADIENT", body = "code_transfer", payload = "counted",
     help = "between servers: a gradient, in training", fields = {
        {"path", "uint64", "", "number of the path"},
        {"step", "uint32", "", "which of the path's"},
        {"returning", "bool", "", "from the host to whose path it is"},
        {"training", "bool", "", "of a sample, not of a task"},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
        {"goodput", "double", "bit/s", "measured the other way; 0: unknown", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 49, name = "CODE_DROP", body = "code_ending", payload = "none",
     help = "host to server: a guest task has ended there", fields = {
        {"outcome", "choice", "", "how the task ended", words = {[0] = "UNFINISHED", "COMPLETED", "QUEUE_FULL", "DEADLINE", "BATTERY", "LINK_LOST", "SERVER_SILENT", "INFEASIBLE", "REFUSED", "MEMORY", "MALFORMED", "STOPPED", "SEGMENT_LOST", "STALE_PLAN"}},
        {"detail", "text", "", "in words"},
    }},
    {type = 50, name = "CODE_ASK", body = "code_ask", payload = "none",
     help = "user to server: may a task come?", fields = {
    }},
    {type = 51, name = "CODE_ADMIT", body = "code_admit", payload = "none",
     help = "server to user: the task's input may come", fields = {
    }},
    {type = 52, name = "CODE_INPUT", body = "code_input", payload = "counted",
     help = "user to server: the task's input", fields = {
    }},
    {type = 53, name = "CODE_RESULT", body = "code_ending", payload = "counted",
     help = "server to user: the answer, or why there is none", fields = {
        {"outcome", "choice", "", "how the task ended", words = {[0] = "UNFINISHED", "COMPLETED", "QUEUE_FULL", "DEADLINE", "BATTERY", "LINK_LOST", "SERVER_SILENT", "INFEASIBLE", "REFUSED", "MEMORY", "MALFORMED", "STOPPED", "SEGMENT_LOST", "STALE_PLAN"}},
        {"detail", "text", "", "in words"},
    }},
    {type = 64, name = "ROW_IMAGE", body = "row_image", payload = "counted",
     help = "device to host: an image", fields = {
        {"network", "uint32", "", "that shall answer", least = 0, most = 255},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
    }},
    {type = 65, name = "ROW_PLAN", body = "row_plan", payload = "none",
     help = "host to secondary: who owns which rows", fields = {
        {"number", "uint64", "", "of the plan, counted by the host"},
        {"network", "uint32", "", "whose rows", least = 0, most = 255},
        {"form", "choice", "", "how steps follow", words = {[0] = "edge_first", "body_first", "barriers", "blocks"}},
        {"workers", "uint32", "", "of blocks: nodes that share the rows", least = 1, most = 16},
        {"zone", "struct", "", "the host's rows of each layer", list = true, fields = {
            {"zone_first", "uint32", "", "the host's first row"},
            {"zone_end", "uint32", "", "the row behind the host's last"},
        }},
        {"block_ends", "uint32", "", "last layers of blocks without exchange", list = true},
    }},
    {type = 66, name = "IMAGE_ROWS", body = "rows", payload = "counted",
     help = "host to secondary: rows of an image", fields = {
        {"plan", "uint64", "", "number of the plan the batch follows"},
        {"images", "uint32", "", "of the batch", least = 1, most = 256},
        {"step", "uint32", "", "of the plan, from 0"},
        {"image", "uint32", "", "of the batch, from 0"},
        {"layer", "uint32", "", "whose rows; 0 the image"},
        {"first", "uint32", "", "the first row"},
        {"end", "uint32", "", "the row behind the last"},
        {"sent", "double", "s", "instant they were handed to the transport", least = 0, most = 1e+10},
    }},
    {type = 67, name = "EDGE_ROWS", body = "rows", payload = "counted",
     help = "secondary to another node: rows of a layer", fields = {
        {"plan", "uint64", "", "number of the plan the batch follows"},
        {"images", "uint32", "", "of the batch", least = 1, most = 256},
        {"step", "uint32", "", "of the plan, from 0"},
        {"image", "uint32", "", "of the batch, from 0"},
        {"layer", "uint32", "", "whose rows; 0 the image"},
        {"first", "uint32", "", "the first row"},
        {"end", "uint32", "", "the row behind the last"},
        {"sent", "double", "s", "instant they were handed to the transport", least = 0, most = 1e+10},
    }},
    {type = 68, name = "ZONE_ROWS", body = "rows", payload = "counted",
     help = "host to secondary: rows of a layer", fields = {
        {"plan", "uint64", "", "number of the plan the batch follows"},
        {"images", "uint32", "", "of the batch", least = 1, most = 256},
        {"step", "uint32", "", "of the plan, from 0"},
        {"image", "uint32", "", "of the batch, from 0"},
        {"layer", "uint32", "", "whose rows; 0 the image"},
        {"first", "uint32", "", "the first row"},
        {"end", "uint32", "", "the row behind the last"},
        {"sent", "double", "s", "instant they were handed to the transport", least = 0, most = 1e+10},
    }},
    {type = 69, name = "FINAL_ROWS", body = "rows", payload = "counted",
     help = "secondary to host: rows of the last layer", fields = {
        {"plan", "uint64", "", "number of the plan the batch follows"},
        {"images", "uint32", "", "of the batch", least = 1, most = 256},
        {"step", "uint32", "", "of the plan, from 0"},
        {"image", "uint32", "", "of the batch, from 0"},
        {"layer", "uint32", "", "whose rows; 0 the image"},
        {"first", "uint32", "", "the first row"},
        {"end", "uint32", "", "the row behind the last"},
        {"sent", "double", "s", "instant they were handed to the transport", least = 0, most = 1e+10},
    }},
    {type = 70, name = "ROW_RESULT", body = "row_result", payload = "counted",
     help = "host to device: the answer", fields = {
        {"goodput", "double", "bit/s", "of the upload; 0: not measured", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 71, name = "ROW_STATUS", body = "row_status", payload = "none",
     help = "node to one of lower number: what it is and what it measured", fields = {
        {"node", "uint32", "", "who, the host is 0", least = 0, most = 15},
        {"hello", "bool", "", "it has just connected and knows no plan"},
        {"flops", "double", "FLOP/s", "effective speed", least = 1e-50, most = 1e+50, zero = true},
        {"operation_time", "double", "s", "fixed time of an operation", least = 1e-50, most = 1e+50, zero = true},
        {"busy_power", "double", "W", "while it computes", least = 0, most = 1e+09},
        {"measured_flops", "double", "FLOP/s", "since the last; 0: not measured", least = 1e-50, most = 1e+50, zero = true},
        {"link", "struct", "", "to it, measured since the last", list = true, fields = {
            {"peer", "uint32", "", "who sent", least = 0, most = 15},
            {"goodput", "double", "bit/s", "of its messages", least = 1e-50, most = 1e+50, zero = true},
        }},
    }},
    {type = 72, name = "ROW_NOTICE", body = "row_notice", payload = "none",
     help = "node to node: what a barrier waits for is over", fields = {
        {"plan", "uint64", "", "number of the plan the batch follows"},
        {"images", "uint32", "", "of the batch", least = 1, most = 256},
        {"notice", "uint32", "", "its number in the plan"},
    }},
    {type = 73, name = "ROW_ABANDON", body = "row_abandon", payload = "none",
     help = "host to secondary: a batch is given up", fields = {
    }},
    {type = 74, name = "ROW_OFFER", body = "row_offer", payload = "none",
     help = "host to device: how long each network takes", fields = {
        {"offered", "struct", "", "how long each network takes", list = true, fields = {
            {"time", "double", "s", "with the secondaries; 0: they are not there", least = 1e-50, most = 1e+50, zero = true},
            {"alone_time", "double", "s", "of the host alone", least = 1e-50, most = 1e+50, zero = true},
        }},
    }},
    {type = 80, name = "LEARNING_JOIN", body = "learning_join", payload = "none",
     help = "worker to server: what it is", fields = {
        {"worker", "uint32", "", "its number", least = 0, most = 99999},
        {"flops", "double", "FLOP/s", "sustained speed", least = 1e-50, most = 1e+50},
        {"fixed_time", "double", "s", "of every job there", least = 1e-50, most = 1e+50, zero = true},
        {"energy_per_flop", "double", "J/FLOP", "of its processor", least = 1e-50, most = 1e+50, zero = true},
        {"memory", "double", "B", "of its processor; 0: no limit", least = 1e-50, most = 1e+50, zero = true},
        {"samples", "double", "", "of its own data", least = 1e-50, most = 1e+50, zero = true},
        {"power_max", "double", "W", "of its radio", least = 0, most = 1e+09},
        {"link", "uint64", "", "number of its radio in its cell"},
    }},
    {type = 81, name = "LEARNING_ASSIGN", body = "learning_assign", payload = "none",
     help = "server to worker: its part of a round", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"phase", "uint32", "", "of the method"},
        {"work", "double", "FLOP", "of its part", least = 1e-50, most = 1e+50, zero = true},
        {"power", "double", "W", "to send with", least = 0, most = 1e+09},
        {"bandwidth", "double", "Hz", "to send in", least = 1e-50, most = 1e+50, zero = true},
        {"model", "choice", "", "how it comes by it", words = {[0] = "follows", "group", "known"}},
        {"range", "struct", "", "of the parameters", list = true, fields = {
            {"first", "uint64", "", "index of the first", least = 0, most = 1e+15},
            {"count", "uint64", "", "how many", least = 1, most = 1e+15},
        }},
    }},
    {type = 82, name = "LEARNING_MODEL", body = "learning_model", payload = "real",
     help = "server to worker: the parameters as they are", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
    }},
    {type = 83, name = "LEARNING_UPDATE", body = "learning_update", payload = "real",
     help = "worker to server: what it computed", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
        {"model_time", "double", "s", "that the model took to come", least = 1e-50, most = 1e+50, zero = true},
        {"speed", "double", "FLOP/s", "of the computation", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 84, name = "LEARNING_ABANDON", body = "learning_attempt", payload = "none",
     help = "server to worker: a round goes on without it", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
    }},
    {type = 85, name = "LEARNING_REPEAT", body = "learning_repeat", payload = "none",
     help = "worker to server: it lacks a model", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"missing", "struct", "", "bytes of the model; none: all of it", list = true, fields = {
            {"first", "uint64", "", "index of the first", least = 0, most = 1e+15},
            {"count", "uint64", "", "how many", least = 1, most = 1e+15},
        }},
    }},
    {type = 86, name = "LEARNING_FAILED", body = "learning_failed", payload = "none",
     help = "worker to server: it cannot do its part", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"reason", "text", "", "in words"},
    }},
    {type = 87, name = "LEARNING_PIECES", body = "learning_pieces", payload = "real",
     help = "server to worker: what it lacks of a model", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
        {"size", "uint64", "B", "of the whole model"},
        {"piece", "struct", "", "bytes of the model that follow", list = true, fields = {
            {"first", "uint64", "", "index of the first", least = 0, most = 1e+15},
            {"count", "uint64", "", "how many", least = 1, most = 1e+15},
        }},
    }},
    {type = 88, name = "LEARNING_TRAIN", body = "learning_train", payload = "real",
     help = "server to worker: its part, local training", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"phase", "uint32", "", "of the method"},
        {"work", "double", "FLOP", "of its part", least = 1e-50, most = 1e+50, zero = true},
        {"power", "double", "W", "to send with", least = 0, most = 1e+09},
        {"bandwidth", "double", "Hz", "to send in", least = 1e-50, most = 1e+50, zero = true},
        {"model", "choice", "", "how it comes by it", words = {[0] = "follows", "group", "known"}},
        {"range", "struct", "", "of the parameters", list = true, fields = {
            {"first", "uint64", "", "index of the first", least = 0, most = 1e+15},
            {"count", "uint64", "", "how many", least = 1, most = 1e+15},
        }},
        {"steps", "uint32", "", "of local training; 0: the method's own", least = 0, most = 1e+06},
        {"counted", "uint64", "", "latest round in which an update of it counted"},
    }},
    {type = 89, name = "LEARNING_TRAINED", body = "learning_trained", payload = "none",
     help = "worker to server: what it has to send", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"spread", "double", "", "its variance with one bit", least = 0, most = 1.7976931348623157e+308},
        {"power", "double", "", "its squared norm", least = 0, most = 1.7976931348623157e+308},
    }},
    {type = 90, name = "LEARNING_GRANT", body = "learning_grant", payload = "none",
     help = "server to worker: how to send it", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"code_bits", "uint32", "bit", "of a coordinate's magnitude; 0: the method's own code", least = 0, most = 16},
        {"power", "double", "W", "to send with", least = 0, most = 1e+09},
        {"bandwidth", "double", "Hz", "to send in", least = 1e-50, most = 1e+50, zero = true},
    }},
    {type = 91, name = "LEARNING_SPARSE", body = "learning_sparse", payload = "none",
     help = "server to worker: its part, some entries of it", fields = {
        {"attempt", "uint32", "", "of the round, from 0", least = 0, most = 1000},
        {"phase", "uint32", "", "of the method"},
        {"work", "double", "FLOP", "of its part", least = 1e-50, most = 1e+50, zero = true},
        {"power", "double", "W", "to send with", least = 0, most = 1e+09},
        {"bandwidth", "double", "Hz", "to send in", least = 1e-50, most = 1e+50, zero = true},
        {"model", "choice", "", "how it comes by it", words = {[0] = "follows", "group", "known"}},
        {"range", "struct", "", "of the parameters", list = true, fields = {
            {"first", "uint64", "", "index of the first", least = 0, most = 1e+15},
            {"count", "uint64", "", "how many", least = 1, most = 1e+15},
        }},
        {"kept", "uint32", "", "entries of the update", least = 1, most = 4294967295},
        {"mask_seed", "uint32", "", "says which ones"},
    }},
    {type = 96, name = "TIER_JOIN", body = "tier_join", payload = "none",
     help = "server to server: who connects", fields = {
        {"server", "uint32", "", "its number", least = 0, most = 999},
        {"coordinated", "bool", "", "for words of the coordinator, not for models"},
    }},
    {type = 97, name = "TIER_BEGIN", body = "tier_begin", payload = "none",
     help = "coordinator to server: a round begins", fields = {
    }},
    {type = 98, name = "TIER_REPORT", body = "tier_report", payload = "real",
     help = "server to coordinator: when its model is there", fields = {
        {"devices", "uint32", "", "that it has", least = 0, most = 10000},
        {"begun", "double", "s", "instant its round began", least = 0, most = 1e+10},
        {"ready", "double", "s", "instant its model is there", least = 0, most = 1e+10},
        {"norm", "double", "", "of its latest model", least = 1e-50, most = 1e+50, zero = true},
        {"unreachable", "uint32", "", "servers that it does not reach", list = true, least = 0, most = 999},
    }},
    {type = 99, name = "TIER_TOPOLOGY", body = "tier_topology", payload = "none",
     help = "coordinator to server: with whom it mixes", fields = {
        {"turns", "uint32", "", "exchanges of the round", least = 1, most = 1000},
        {"cloud_models", "uint32", "", "that it sends to the cloud", least = 0, most = 10000},
        {"own", "double", "", "weight of its own", least = -1000, most = 1000},
        {"expected", "double", "s", "instant by which all has come", least = 0, most = 1e+10},
        {"peer", "struct", "", "with whom it mixes", list = true, fields = {
            {"server", "uint32", "", "whose model", least = 0, most = 999},
            {"weight", "double", "", "of it", least = -1000, most = 1000},
        }},
    }},
    {type = 100, name = "TIER_EXCHANGE", body = "tier_exchange", payload = "real",
     help = "between servers, and a cloud: a model", fields = {
        {"turn", "uint32", "", "of the round, from 0", least = 0, most = 999},
        {"part", "uint32", "", "of what goes to the cloud", least = 0, most = 9999},
        {"share", "double", "", "of it in its server's model", least = 0, most = 1},
        {"sent", "double", "s", "instant it was handed to the transport", least = 0, most = 1e+10},
    }},
    {type = 101, name = "TIER_MIXED", body = "tier_mixed", payload = "none",
     help = "server to coordinator: it has mixed", fields = {
    }},
    {type = 126, name = "HELLO", body = "hello", payload = "none",
     help = "over UDP: the sender is there, or goes", fields = {
        {"leaving", "bool", "", "nothing comes from it any more"},
    }},
    {type = 127, name = "RESUME", body = "resume", payload = "none",
     help = "who connects again: which connections are dead", fields = {
        {"ports", "uint16", "", "its dead connections came from", list = true, least = 1, most = 65535},
    }},
}
-- END of what `./edge-ai dissector` writes

local HEADER, VERSION = 36, 2
local LARGEST_SHOWN = 2 ^ 30 -- messages above it are not put together [B]
local WIDTH = {bool = 1, uint8 = 1, uint16 = 2, uint32 = 4, uint64 = 8, double = 8, choice = 1}

local edgeai = Proto("edgeai", "edge-ai messages")
local tcp_form = Proto("edgeai_tcp", "edge-ai messages over TCP")

local types, names, payloads = {}, {}, {}
for _, list in ipairs({MESSAGES, _G.EDGE_AI_MESSAGES or {}}) do
    for _, message in ipairs(list) do
        types[message.type] = message
        names[message.type] = message.name
    end
end

-- Fields of the header, of payloads, and by their dotted names of all bodies.
local f = {
    version = ProtoField.uint8("edgeai.version", "Version", base.DEC, nil, nil, "of the wire form"),
    type = ProtoField.uint8("edgeai.type", "Type", base.DEC, names, nil, "what the message is for"),
    sequence = ProtoField.uint16("edgeai.sequence", "Sequence", base.DEC, nil, nil,
                                 "of the message from this sender to this peer"),
    body = ProtoField.uint32("edgeai.body", "Body size [B]", base.DEC, nil, nil, "fields [B]"),
    task = ProtoField.uint64("edgeai.task", "Task", base.DEC, nil, nil, "task, frame or plan; 0: none"),
    size = ProtoField.uint64("edgeai.size", "Message size [B]", base.DEC, nil, nil, "body and payload [B]"),
    offset = ProtoField.uint64("edgeai.offset", "Fragment offset [B]", base.DEC, nil, nil,
                               "first byte of body and payload in this fragment [B]"),
    payload = ProtoField.bytes("edgeai.payload", "Payload", base.NONE, "real bytes"),
    payload_length = ProtoField.uint64("edgeai.payload.length", "Payload [B]", base.DEC, nil, nil,
                                       "bytes of the whole message behind its body [B]"),
}

local ERROR = expert.severity.ERROR
local fault = {
    header = ProtoExpert.new("edgeai.malformed.header", "Impossible header", expert.group.MALFORMED, ERROR),
    short = ProtoExpert.new("edgeai.malformed.short", "Body too short", expert.group.MALFORMED, ERROR),
    range = ProtoExpert.new("edgeai.malformed.range", "Out of range", expert.group.MALFORMED, ERROR),
    left_over = ProtoExpert.new("edgeai.malformed.left_over", "Bytes left over", expert.group.MALFORMED, ERROR),
}
edgeai.experts = fault

local MAKE = {
    text = function(name, title, help) return ProtoField.string(name, title, base.UNICODE, help) end,
    double = function(name, title, help) return ProtoField.double(name, title, help) end,
    struct = function(name, title, help) return ProtoField.none(name, title, help) end,
    bool = function(name, title, help) return ProtoField.bool(name, title, base.NONE, nil, nil, help) end,
    choice = function(name, title, help, words)
        return ProtoField.uint8(name, title, base.DEC, words, nil, help)
    end,
}
for _, kind in ipairs({"uint8", "uint16", "uint32", "uint64"}) do
    MAKE[kind] = function(name, title, help)
        return ProtoField[kind](name, title, base.DEC, nil, nil, help)
    end
end

local function number_text(number)
    return string.format("%.9g", number)
end

local function range_text(field)
    local unit = field[3] ~= "" and " " .. field[3] or ""
    if field.words then return "0 to " .. #field.words end
    local text = (field.zero and field.least and field.least > 0 and "0, and " or "") ..
                 number_text(field.least or -math.huge) .. " to " .. number_text(field.most or math.huge) .. unit
    return field.unknown and text .. ", or not a number where it is not known" or text
end

local function declare(path, fields)
    for _, field in ipairs(fields) do
        local name, kind, unit, help = path .. "." .. field[1], field[2], field[3], field[4]
        if not f[name] then
            local words = field[1]:gsub("_", " ")
            local title = words:sub(1, 1):upper() .. words:sub(2) .. (unit ~= "" and " [" .. unit .. "]" or "")
            local limits = (field.least or field.most) and "; " .. range_text(field)
            help = help .. (limits or unit ~= "" and " [" .. unit .. "]" or "")
            f[name] = MAKE[kind](name, title, help, field.words)
        end
        if field.fields then declare(name, field.fields) end
    end
end

for _, message in pairs(types) do
    local name = "edgeai." .. message.body
    f[name] = f[name] or ProtoField.none(name, "Body", message.body)
    declare(name, message.fields)
end
edgeai.fields = f

local function complain(tree, kind, text)
    tree:add_proto_expert_info(fault[kind], text)
end

-- Whether a value may be what it is; complains otherwise.
local function check(field, name, value, item)
    local known = value == value
    local inside = known and value >= (field.least or -math.huge) and value <= (field.most or math.huge)
    if field.words then inside = field.words[value] ~= nil end
    if field[2] == "bool" then inside = value <= 1 end
    if not known then
        item:append_text(" (not known)")
        inside = field.unknown
    end
    if not (inside or (field.zero and value == 0)) then
        complain(item, "range", string.format("%s is %s; allowed is %s", name, number_text(value),
                                              field[2] == "bool" and "0 or 1" or range_text(field)))
    end
end

local show_fields

-- Shows one value at a place; returns the place behind it, or nil where the body ends too early.
local function show_value(field, name, body, at, tree)
    local kind, left = field[2], body:len() - at
    if kind == "struct" then
        local item = tree:add(f[name], body(at, math.max(left, 0)))
        local behind = show_fields(field.fields, name, body, at, item)
        if behind then item:set_len(behind - at) end
        return behind
    end
    if kind == "text" then
        local length = left >= 2 and body(at, 2):uint()
        if not length or left < 2 + length then return nil end
        tree:add(f[name], body(at, 2 + length), length > 0 and body(at + 2, length):string() or "")
        return at + 2 + length
    end
    local width = WIDTH[kind]
    if left < width then return nil end
    local range = body(at, width)
    local value = kind == "double" and range:float() or kind == "uint64" and range:uint64():tonumber()
                  or range:uint()
    check(field, name, value, tree:add(f[name], range))
    return at + width
end

function show_fields(fields, path, body, at, tree)
    for _, field in ipairs(fields) do
        local name, count, behind = path .. "." .. field[1], 1, at
        if field.list then
            if body:len() - at < 4 then
                behind = nil
            else
                count, behind = body(at, 4):uint(), at + 4
            end
        end
        local element = 0
        while behind and element < count do
            behind = behind < body:len() and show_value(field, name, body, behind, tree) or nil
            element = element + 1
        end
        if not behind then
            complain(tree, "short", string.format("%s is missing: the body ends after %d bytes", name,
                                                  body:len()))
            return nil
        end
        at = behind
    end
    return at
end

local function show_body(message, body, tree)
    local name = "edgeai." .. message.body
    local part = tree:add(f[name], body)
    local behind = show_fields(message.fields, name, body:tvb(), 0, part)
    if behind and behind < body:len() then
        complain(part, "left_over", string.format("%d bytes are left over behind the fields of %s",
                                                  body:len() - behind, message.name))
    end
end

-- What is wrong with a header, or nil.
local function find_fault(buffer)
    if buffer:reported_len() < HEADER then return "a header has " .. HEADER .. " bytes" end
    if buffer(4, 1):uint() ~= VERSION then return "version must be " .. VERSION end
    local message = types[buffer(5, 1):uint()]
    if not message then return "nobody registered this type" end
    local body, size = buffer(8, 4):uint(), buffer(20, 8):uint64():tonumber()
    if body > size or (message.payload == "none" and body < size) then
        return "a body of " .. body .. " bytes in a message of " .. size .. " bytes"
    end
    if buffer(28, 8):uint64():tonumber() > size then return "the fragment begins behind the message" end
end

local function begins_right(buffer)
    return buffer:len() >= 4 and buffer(0, 4):string() == "edge"
end

-- Bodies and payload of one fragment, or of a whole message.
local function show_content(message, buffer, tree)
    local size, offset = buffer(8, 4):uint(), buffer(28, 8):uint64():tonumber()
    local total = buffer(20, 8):uint64():tonumber()
    local here = buffer:len() - HEADER
    if offset == 0 and size > 0 and here >= size then show_body(message, buffer(HEADER, size), tree) end
    if message.payload ~= "none" and offset == 0 then
        tree:add(f.payload_length, UInt64(total - size)):set_generated()
    end
    local first = math.max(size - offset, 0) -- of the payload in this fragment
    if message.payload == "real" and here > first then
        tree:add(f.payload, buffer(HEADER + first, here - first))
    end
end

local function show(buffer, pinfo, root)
    if not begins_right(buffer) then return 0 end
    pinfo.cols.protocol = "edge-ai"
    local tree = root:add(edgeai, buffer(), "edge-ai message")
    local wrong = find_fault(buffer)
    if wrong then
        complain(tree, "header", wrong)
        pinfo.cols.info = "malformed: " .. wrong
        if buffer:len() < HEADER then return buffer:len() end
    end
    local message = types[buffer(5, 1):uint()]
    tree:add(f.version, buffer(4, 1))
    tree:add(f.type, buffer(5, 1))
    tree:add(f.sequence, buffer(6, 2))
    tree:add(f.body, buffer(8, 4))
    tree:add(f.task, buffer(12, 8))
    tree:add(f.size, buffer(20, 8))
    tree:add(f.offset, buffer(28, 8))
    if wrong then return buffer:len() end
    tree:set_text("edge-ai " .. message.name .. ": " .. message.help)
    pinfo.cols.info = string.format("%s %s, %s B", message.name, tostring(buffer(12, 8):uint64()),
                                    tostring(buffer(20, 8):uint64()))
    show_content(message, buffer, tree)
    return buffer:len()
end

local function message_length(buffer, _, at)
    if not begins_right(buffer(at):tvb()) then return buffer:len() - at end
    return HEADER + math.min(buffer(at + 20, 8):uint64():tonumber(), LARGEST_SHOWN)
end

function tcp_form.dissector(buffer, _, root)
    dissect_tcp_pdus(buffer, root, HEADER, message_length, show)
    return buffer:len()
end

function edgeai.dissector(buffer, pinfo, root)
    return show(buffer, pinfo, root)
end

-- On any port: what begins like a message and has a header that can be.
local function looks_right(buffer)
    return buffer:len() >= HEADER and begins_right(buffer) and not find_fault(buffer)
end

tcp_form:register_heuristic("tcp", function(buffer, pinfo, root)
    if not looks_right(buffer) then return false end
    pinfo.conversation = tcp_form -- later segments of the stream do not begin like a message
    tcp_form.dissector(buffer, pinfo, root)
    return true
end)

edgeai:register_heuristic("udp", function(buffer, pinfo, root)
    if not looks_right(buffer) then return false end
    edgeai.dissector(buffer, pinfo, root)
    return true
end)

edgeai.prefs.tcp_ports = Pref.range("TCP ports", "4747-4748", "4748: the controller of a pipeline", 65535)
edgeai.prefs.udp_ports = Pref.range("UDP ports", "4747", "where messages come over UDP", 65535)
local forms, used = {tcp = tcp_form, udp = edgeai}, {}

local function listen()
    for kind, form in pairs(forms) do
        local ports, wanted = DissectorTable.get(kind .. ".port"), edgeai.prefs[kind .. "_ports"]
        if used[kind] and used[kind] ~= "" then ports:remove(used[kind], form) end
        if wanted ~= "" then ports:add(wanted, form) end
        used[kind] = wanted
    end
end
edgeai.prefs_changed = listen
listen()
