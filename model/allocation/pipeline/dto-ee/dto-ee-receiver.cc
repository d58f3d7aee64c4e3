/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-receiver.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

DtoEeOffer
MakeDtoEeOffer(const DtoEePriceReport& report, double rate, double time, const DtoEeQueueLaw& law)
{
    const DtoEeCost link = law.GetLinkCost(rate, time);
    return {link.slope + report.price,
            link.slope + report.exitPrice,
            link.curvature + report.curvature,
            link.slope + report.bound};
}

DtoEePriceReport
DtoEeReceiver::MakePrices(const std::vector<double>& shares,
                          const std::vector<DtoEeOffer>& offers,
                          const DtoEeQueueLaw& law) const
{
    const DtoEeCost own = law.GetNodeCost(rate, service);
    DtoEePriceReport report{own.slope, own.slope, own.curvature, own.slope, rate, service};
    if (shares.empty())
    {
        return report;
    }
    double price = 0;
    double exitPrice = 0;
    double root = 0;
    double bound = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < shares.size(); ++k)
    {
        price += shares[k] * offers[k].price;
        exitPrice += shares[k] * offers[k].exitPrice;
        root += shares[k] * std::sqrt(offers[k].curvature);
        bound = std::min(bound, offers[k].bound);
    }
    report.price += passing * price;
    report.exitPrice += hostsExit ? 0 : exitPrice;
    report.curvature += passing * passing * root * root;
    report.bound += passing * bound;
    return report;
}

} // namespace edgeai
} // namespace ns3
