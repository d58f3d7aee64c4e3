-- SPDX-License-Identifier: GPL-2.0-only
-- Shows messages of co-inference and of pipelines in Wireshark and tshark:
--   tshark -X lua_script:tools/wireshark/edge-ai.lua -r laim-1-0.pcap -Y edgeai
-- The wire form is described in model/application/inference-message.h, message-body.h and
-- pipeline-body.h.

local PORTS = {4747, 4748} -- 4748: the controller of a pipeline
local HEADER = 32
local TYPES = {[1] = "REQUEST", [2] = "PLAN", [3] = "FEATURE", [4] = "RESULT", [5] = "REPORT",
               [6] = "FRAME", [7] = "ACTIVATION", [8] = "ANSWER", [9] = "PIPELINE_PLAN",
               [10] = "PLAN_READY", [11] = "PIPELINE_REPORT", [12] = "WEIGHTS"}
local PLAN_STATUS = {[0] = "solved", [1] = "violated", [2] = "infeasible", [3] = "refused"}
local RESULT_STATUS = {[0] = "ok", [1] = "queue full", [2] = "memory", [3] = "battery",
                       [4] = "refused", [5] = "stopped"}

local edgeai = Proto("edgeai", "edge-ai messages")
local f = edgeai.fields
f.version = ProtoField.uint8("edgeai.version", "Version")
f.type = ProtoField.uint8("edgeai.type", "Type", base.DEC, TYPES)
f.body = ProtoField.uint16("edgeai.body", "Body size [B]")
f.task = ProtoField.uint64("edgeai.task", "Task")
f.size = ProtoField.uint64("edgeai.size", "Message size [B]")
f.offset = ProtoField.uint64("edgeai.offset", "Fragment offset [B]")
f.field = ProtoField.string("edgeai.field", "Field")

-- Fields of the bodies, in wire order: s text, l list of doubles, v list of 4 byte
-- integers, d double, q/u/b integers of 8/4/1 bytes.
local BODIES = {
    [1] = {{"network", "s"}, {"tokens in", "d"}, {"tokens out", "d"}, {"input [bit]", "d"},
           {"latency budget [s]", "d"}, {"energy budget [J]", "d"}, {"gain", "d"},
           {"bandwidth [Hz]", "d"}, {"noise density [W/Hz]", "d"}, {"divides band", "b"},
           {"subchannel width [Hz]", "d"}, {"power limit [W]", "d"},
           {"powers [W]", "l"}, {"weight rate", "d"}, {"memory [bit]", "d"}, {"least split", "u"},
           {"FLOP per cycle", "d"}, {"clock limit [cycle/s]", "d"}, {"power coefficient", "d"},
           {"usage effectiveness", "d"}, {"clocks [cycle/s]", "l"}, {"link", "q"},
           {"time weight", "d"}, {"energy weight", "d"}},
    [2] = {{"plan", "q"}, {"status", "b", PLAN_STATUS}, {"reason", "s"}, {"planner", "s"},
           {"split", "u"}, {"device keep ratio", "d"}, {"server keep ratio", "d"},
           {"power [W]", "d"}, {"device clock [cycle/s]", "d"}, {"server clock [cycle/s]", "d"},
           {"bandwidth [Hz]", "d"}, {"feature [bit]", "d"}, {"device work [FLOP]", "d"},
           {"device weights [B]", "d"}, {"device time [s]", "d"}, {"uplink time [s]", "d"},
           {"server time [s]", "d"}, {"device energy [J]", "d"}, {"uplink energy [J]", "d"},
           {"server energy [J]", "d"}, {"latency [s]", "d"}, {"energy [J]", "d"},
           {"distortion", "d"}, {"rate factor", "d"}, {"server energy counts", "b"},
           {"units", "d"}, {"downlink time [s]", "d"}, {"downlink energy [J]", "d"},
           {"uplink subchannel", "u"}, {"uplink position", "u"}, {"uplink power [W]", "d"},
           {"uplink SINR", "d"}, {"uplink rate [bit/s]", "d"},
           {"downlink subchannel", "u"}, {"downlink position", "u"}, {"downlink power [W]", "d"},
           {"downlink SINR", "d"}, {"downlink rate [bit/s]", "d"}},
    [3] = {{"plan", "q"}, {"network", "s"}, {"tokens in", "d"}, {"tokens out", "d"},
           {"input [bit]", "d"}, {"split", "u"}, {"server keep ratio", "d"},
           {"server clock [cycle/s]", "d"}, {"deadline [s]", "d"}, {"drop if late", "b"},
           {"units", "u"}},
    [4] = {{"status", "b", RESULT_STATUS}, {"reason", "s"}, {"received [s]", "d"},
           {"started [s]", "d"}, {"finished [s]", "d"}, {"energy [J]", "d"},
           {"clock [cycle/s]", "d"}},
    [5] = {{"plan", "q"}, {"device time [s]", "d"}, {"uplink time [s]", "d"},
           {"server time [s]", "d"}, {"latency [s]", "d"}, {"device energy [J]", "d"},
           {"uplink energy [J]", "d"}, {"feature [bit]", "d"}, {"gain", "d"}},
    [9] = {{"plan", "q"}, {"status", "b", PLAN_STATUS}, {"text", "s"}, {"cuts", "v"},
           {"structures", "v"}, {"compute times [s]", "l"}, {"link times [s]", "l"},
           {"accuracy", "d"}},
    [10] = {{"missing weights [B]", "d"}},
    [11] = {{"position", "u"}, {"hello", "b"}, {"peak [FLOP/s]", "d"},
            {"memory bandwidth [B/s]", "d"}, {"memory [B]", "d"}, {"fixed time [s]", "d"},
            {"link payload [bit]", "d"}, {"link time [s]", "d"}, {"link frames", "u"},
            {"frames served", "u"}, {"service time [s]", "d"}, {"waiting", "u"}},
    [12] = {},
}
local FRAME = {{"plan", "q"}, {"layers done", "u"}, {"captured [s]", "d"}, {"sent [s]", "d"},
               {"expires [s]", "d"}}
for kind = 6, 8 do BODIES[kind] = FRAME end
local ELEMENT = {s = 1, l = 8, v = 4}
local WIDTH = {d = 8, q = 8, u = 4, b = 1}

local function show_body(kind, body, tree)
    local at = 0
    for _, field in ipairs(BODIES[kind]) do
        local code, width, value = field[2], WIDTH[field[2]], nil
        if not width then
            if at + 2 > body:len() then return end
            local count = body(at, 2):uint()
            local element = ELEMENT[code]
            width = 2 + count * element
            if at + width > body:len() then return end
            if code == "s" then
                value = count > 0 and body(at + 2, count):string() or ""
            else
                local numbers = {}
                for i = 0, count - 1 do
                    local range = body(at + 2 + element * i, element)
                    numbers[#numbers + 1] = code == "l" and string.format("%g", range:float())
                                            or tostring(range:uint())
                end
                value = table.concat(numbers, ", ")
            end
        else
            if at + width > body:len() then return end
            local range = body(at, width)
            if code == "d" then
                value = string.format("%.9g", range:float())
            elseif code == "q" then
                value = tostring(range:uint64())
            else
                value = field[3] and field[3][range:uint()] or tostring(range:uint())
            end
        end
        tree:add(f.field, body(at, width), field[1] .. ": " .. value)
        at = at + width
    end
end

local function show(buffer, pinfo, root)
    local kind = buffer(5, 1):uint()
    local name = TYPES[kind]
    if not name then return 0 end
    pinfo.cols.protocol = "edge-ai"
    local tree = root:add(edgeai, buffer(), "edge-ai " .. name)
    tree:add(f.version, buffer(4, 1))
    tree:add(f.type, buffer(5, 1))
    tree:add(f.body, buffer(6, 2))
    tree:add(f.task, buffer(8, 8))
    tree:add(f.size, buffer(16, 8))
    tree:add(f.offset, buffer(24, 8))
    local subject = (kind >= 6 and kind <= 8) and " frame " or kind > 8 and " plan " or " task "
    pinfo.cols.info = name .. subject .. tostring(buffer(8, 8):uint64()) .. ", " ..
                      tostring(buffer(16, 8):uint64()) .. " B"
    local size = buffer(6, 2):uint()
    if buffer(24, 8):uint64():tonumber() == 0 and size > 0 and buffer:len() >= HEADER + size then
        show_body(kind, buffer(HEADER, size):tvb(), tree)
    end
    return buffer:len()
end

local function is_message(buffer)
    return buffer:len() >= HEADER and buffer(0, 4):string() == "edge"
end

local function message_length(buffer, _, at)
    if buffer(at, 4):string() ~= "edge" then return buffer:len() - at end
    return HEADER + buffer(at + 16, 8):uint64():tonumber()
end

local tcp_form = Proto("edgeai_tcp", "edge-ai messages over TCP")
function tcp_form.dissector(buffer, pinfo, root)
    dissect_tcp_pdus(buffer, root, HEADER, message_length, function(part, info, tree)
        return is_message(part) and show(part, info, tree) or 0
    end)
    return buffer:len()
end

function edgeai.dissector(buffer, pinfo, root)
    return is_message(buffer) and show(buffer, pinfo, root) or 0
end

for _, port in ipairs(PORTS) do
    DissectorTable.get("tcp.port"):add(port, tcp_form)
    DissectorTable.get("udp.port"):add(port, edgeai)
end
