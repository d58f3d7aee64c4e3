-- SPDX-License-Identifier: GPL-2.0-only
-- Shows transport blocks of the broadband radio in Wireshark and tshark, from packet traces of link type DLT_USER0 (attribute
-- Pcap = Blocks of BroadbandHelper), and the packets that lie whole in them; with edge-ai.lua also the messages in those:
--   tshark -X lua_script:tools/wireshark/edge-ai-radio.lua -X lua_script:tools/wireshark/edge-ai.lua -r cell-0-0.pcap \
--          -Y "edgeai_radio.outcome == 1" -T fields -e edgeai_radio.user -e edgeai_radio.sinr.mean
-- helper/broadband-block-pcap.h says what stands where.

local radio = Proto("edgeai_radio", "edge-ai radio block")
local BLOCK_HEADER, PER_SUBCHANNEL, PER_SEGMENT = 74, 18, 8
local OUTCOMES = {[0] = "decoded", "failed", "dropped"}
local DIRECTIONS = {[0] = "uplink", "downlink"}
local PURPOSES = {[0] = "delivery", "cancellation"}
local r = {
    version = ProtoField.uint8("edgeai_radio.version", "Version", base.DEC, nil, nil, "of the block header"),
    direction = ProtoField.uint8("edgeai_radio.direction", "Direction", base.DEC, DIRECTIONS, 0x01),
    purpose = ProtoField.uint8("edgeai_radio.purpose", "Purpose", base.DEC, PURPOSES, 0x02,
                               "cancellation: somebody else's signal, removed"),
    length = ProtoField.uint16("edgeai_radio.length", "Header [B]", base.DEC, nil, nil, "all before the segments [B]"),
    cell = ProtoField.uint32("edgeai_radio.cell", "Cell", base.DEC, nil, nil, "PHY of the base station"),
    receiver = ProtoField.uint32("edgeai_radio.receiver", "Receiver", base.DEC, nil, nil, "PHY that decoded or tried to"),
    user = ProtoField.uint32("edgeai_radio.user", "User", base.DEC, nil, nil, "PHY of the user"),
    block = ProtoField.uint64("edgeai_radio.block", "Block", base.DEC, nil, nil, "of a user and direction; repetitions have one"),
    attempt = ProtoField.uint16("edgeai_radio.attempt", "Attempt", base.DEC, nil, nil, "0: the first transmission"),
    outcome = ProtoField.uint8("edgeai_radio.outcome", "Outcome", base.DEC, OUTCOMES),
    position = ProtoField.uint16("edgeai_radio.position", "SIC position", base.DEC, nil, nil, "in the decoding order, 1 first"),
    uncancelled = ProtoField.uint16("edgeai_radio.uncancelled", "Uncancelled", base.DEC, nil, nil,
                                    "earlier signals on its subchannels that stayed"),
    bits = ProtoField.uint64("edgeai_radio.bits", "Block size [bit]", base.DEC),
    payload_bits = ProtoField.uint64("edgeai_radio.payload_bits", "Payload [bit]", base.DEC, nil, nil, "no padding"),
    failure_probability = ProtoField.double("edgeai_radio.failure_probability", "Failure probability"),
    sinr_min = ProtoField.double("edgeai_radio.sinr.min", "Least SINR [dB]"),
    sinr_mean = ProtoField.double("edgeai_radio.sinr.mean", "Mean SINR [dB]"),
    subchannels = ProtoField.uint16("edgeai_radio.subchannels", "Subchannels", base.DEC, nil, nil, "how many"),
    subchannel = ProtoField.uint16("edgeai_radio.subchannel", "Subchannel", base.DEC),
    power = ProtoField.double("edgeai_radio.power", "Power [W]", "on this subchannel"),
    sinr = ProtoField.double("edgeai_radio.sinr", "SINR [dB]", "on this subchannel"),
    power_total = ProtoField.double("edgeai_radio.power.total", "Power in all [W]"),
    segment = ProtoField.bytes("edgeai_radio.segment", "Segment", base.NONE, "part of a packet"),
    segment_length = ProtoField.uint32("edgeai_radio.segment.length", "Segment [B]", base.DEC),
    segment_first = ProtoField.bool("edgeai_radio.segment.first", "Begins its packet", 8, nil, 0x01),
    segment_last = ProtoField.bool("edgeai_radio.segment.last", "Ends its packet", 8, nil, 0x02),
    segment_protocol = ProtoField.uint16("edgeai_radio.segment.protocol", "EtherType", base.HEX),
}
radio.fields = r
local radio_fault = ProtoExpert.new("edgeai_radio.malformed", "Impossible block header", expert.group.MALFORMED, expert.severity.ERROR)
radio.experts = {radio_fault}

local function complain_block(tree, words)
    tree:add_proto_expert_info(radio_fault, words)
end

-- Powers and SINRs of the subchannels; returns their sum and where they end.
local function show_subchannels(buffer, tree)
    local total, at = 0, BLOCK_HEADER
    for _ = 1, buffer(72, 2):uint() do
        local one = tree:add(r.subchannel, buffer(at, 2))
        one:add(r.power, buffer(at + 2, 8))
        one:add(r.sinr, buffer(at + 10, 8))
        total = total + buffer(at + 2, 8):float()
        at = at + PER_SUBCHANNEL
    end
    tree:add(r.power_total, total):set_generated()
    return at
end

-- Segments; whole packets are shown as what they are.
local function show_segments(buffer, pinfo, root, tree, at)
    while at < buffer:len() do
        local length = buffer:len() - at >= PER_SEGMENT and buffer(at + 4, 4):uint()
        if not length or length > buffer:len() - at - PER_SEGMENT then
            complain_block(tree, "a segment ends behind the record")
            return
        end
        local flags = buffer(at, 1):uint()
        local part = tree:add(r.segment_length, buffer(at + 4, 4))
        part:add(r.segment_first, buffer(at, 1))
        part:add(r.segment_last, buffer(at, 1))
        part:add(r.segment_protocol, buffer(at + 2, 2))
        if length > 0 then
            local bytes = buffer(at + PER_SEGMENT, length)
            if flags % 4 == 3 then
                DissectorTable.get("ethertype"):try(buffer(at + 2, 2):uint(), bytes:tvb(), pinfo, root)
            else
                part:add(r.segment, bytes)
            end
        end
        at = at + PER_SEGMENT + length
    end
end

function radio.dissector(buffer, pinfo, root)
    local tree = root:add(radio, buffer(), "edge-ai radio block")
    if buffer:len() < BLOCK_HEADER then
        complain_block(tree, "a block header has at least " .. BLOCK_HEADER .. " bytes")
        return buffer:len()
    end
    local length, count = buffer(2, 2):uint(), buffer(72, 2):uint()
    if buffer(0, 1):uint() ~= 1 or length ~= BLOCK_HEADER + count * PER_SUBCHANNEL or length > buffer:len() then
        complain_block(tree, "version must be 1, and the size that of the header with its " .. count .. " subchannels")
        return buffer:len()
    end
    tree:add(r.version, buffer(0, 1))
    tree:add(r.direction, buffer(1, 1))
    tree:add(r.purpose, buffer(1, 1))
    tree:add(r.length, buffer(2, 2))
    tree:add(r.cell, buffer(4, 4))
    tree:add(r.receiver, buffer(8, 4))
    tree:add(r.user, buffer(12, 4))
    tree:add(r.block, buffer(16, 8))
    tree:add(r.attempt, buffer(24, 2))
    tree:add(r.outcome, buffer(26, 1))
    tree:add(r.position, buffer(28, 2))
    tree:add(r.uncancelled, buffer(30, 2))
    tree:add(r.bits, buffer(32, 8))
    tree:add(r.payload_bits, buffer(40, 8))
    tree:add(r.failure_probability, buffer(48, 8))
    tree:add(r.sinr_min, buffer(56, 8))
    tree:add(r.sinr_mean, buffer(64, 8))
    tree:add(r.subchannels, buffer(72, 2))
    local at = show_subchannels(buffer, tree)
    local flags = buffer(1, 1):uint()
    local words = string.format("%s of user %d, %d subchannels, %.1f dB, %s%s", DIRECTIONS[flags % 2],
                                buffer(12, 4):uint(), count, buffer(64, 8):float(),
                                OUTCOMES[buffer(26, 1):uint()] or "unknown", flags >= 2 and " (cancellation)" or "")
    pinfo.cols.protocol = "edge-ai radio"
    pinfo.cols.info = words
    tree:append_text(": " .. words)
    show_segments(buffer, pinfo, root, tree, at)
    return buffer:len()
end

local encapsulations = wtap or wtap_encaps
DissectorTable.get("wtap_encap"):add(encapsulations.USER0, radio)
