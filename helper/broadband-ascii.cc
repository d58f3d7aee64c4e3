/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-ascii.h"

#include "radio/broadband-mac.h"

#include "ns3/broadband-net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/trace-helper.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

void
WriteBroadbandAscii(Ptr<OutputStreamWrapper> stream,
                    const std::string& prefix,
                    Ptr<BroadbandNetDevice> device,
                    bool explicitFilename)
{
    Packet::EnablePrinting();
    AsciiTraceHelper ascii;
    const Ptr<BroadbandMac> mac = device->GetMac();
    if (!stream)
    {
        const std::string name =
            explicitFilename ? prefix : ascii.GetFilenameFromDevice(prefix, device);
        const auto file = ascii.CreateFileStream(name);
        ascii.HookDefaultReceiveSinkWithoutContext<BroadbandNetDevice>(device, "MacRx", file);
        ascii.HookDefaultEnqueueSinkWithoutContext<BroadbandMac>(mac, "Enqueue", file);
        ascii.HookDefaultDequeueSinkWithoutContext<BroadbandMac>(mac, "Dequeue", file);
        ascii.HookDefaultDropSinkWithoutContext<BroadbandNetDevice>(device, "MacTxDrop", file);
        return;
    }
    std::ostringstream path;
    path << "/NodeList/" << device->GetNode()->GetId() << "/DeviceList/" << device->GetIfIndex()
         << "/$ns3::edgeai::BroadbandNetDevice/";
    const std::string context = path.str();
    ascii.HookDefaultReceiveSinkWithContext<BroadbandNetDevice>(device,
                                                                context + "MacRx",
                                                                "MacRx",
                                                                stream);
    ascii.HookDefaultEnqueueSinkWithContext<BroadbandMac>(mac,
                                                          context + "Mac/Enqueue",
                                                          "Enqueue",
                                                          stream);
    ascii.HookDefaultDequeueSinkWithContext<BroadbandMac>(mac,
                                                          context + "Mac/Dequeue",
                                                          "Dequeue",
                                                          stream);
    ascii.HookDefaultDropSinkWithContext<BroadbandNetDevice>(device,
                                                             context + "MacTxDrop",
                                                             "MacTxDrop",
                                                             stream);
}

} // namespace edgeai
} // namespace ns3
