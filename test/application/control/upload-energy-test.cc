/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What uploads that are under way at one time cost: each its part of what the device radiates.

#include "ns3/edge-ai-compat.h"
#include "ns3/link-control.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A link whose meter the test sets.
class MeteredLink : public LinkControl
{
  public:
    double GetTxEnergy() const override
    {
        return m_energy;
    }

    double m_energy{1}; ///< radiated so far [J]
};

class UploadEnergyCase : public TestCase
{
  public:
    UploadEnergyCase()
        : TestCase("uploads at one time share what is radiated meanwhile")
    {
    }

  private:
    /// @param [in] energy that is radiated from now on [J]
    void Radiate(double energy)
    {
        m_link->m_energy += energy;
    }

    void DoRun() override
    {
        m_link = CreateObject<MeteredLink>();
        m_link->EndUpload(); // nobody's
        const double first = m_link->GetUploadEnergy();
        m_link->BeginUpload();
        Radiate(2);
        NS_TEST_EXPECT_MSG_EQ_TOL(m_link->GetUploadEnergy() - first, 2, 1e-15, "alone");
        m_link->BeginUpload();
        const double second = m_link->GetUploadEnergy();
        Radiate(4);
        NS_TEST_EXPECT_MSG_EQ_TOL(m_link->GetUploadEnergy() - first, 4, 1e-15, "half of 4 J");
        NS_TEST_EXPECT_MSG_EQ_TOL(m_link->GetUploadEnergy() - second, 2, 1e-15, "half of 4 J");
        m_link->BeginUpload();
        const double third = m_link->GetUploadEnergy();
        Radiate(3);
        m_link->EndUpload();
        NS_TEST_EXPECT_MSG_EQ_TOL(m_link->GetUploadEnergy() - third, 1, 1e-15, "a third of 3 J");
        Radiate(2);
        m_link->EndUpload();
        NS_TEST_EXPECT_MSG_EQ_TOL(m_link->GetUploadEnergy() - second, 4, 1e-15, "and half of 2 J");
        Radiate(5);
        m_link->EndUpload();
        const double charged = m_link->GetUploadEnergy() - first;
        NS_TEST_EXPECT_MSG_EQ_TOL(charged, 2 + 2 + 1 + 1 + 5, 1e-15, "alone again");
    }

    Ptr<MeteredLink> m_link;
};

class UnmeteredUploadCase : public TestCase
{
  public:
    UnmeteredUploadCase()
        : TestCase("an upload costs nothing known where nothing is measured")
    {
    }

  private:
    void DoRun() override
    {
        const auto link = CreateObject<LinkControl>();
        link->BeginUpload();
        NS_TEST_EXPECT_MSG_EQ(std::isnan(link->GetUploadEnergy()), true, "under way");
        link->EndUpload();
        NS_TEST_EXPECT_MSG_EQ(std::isnan(link->GetUploadEnergy()), true, "over");
    }
};

class UploadEnergyTestSuite : public TestSuite
{
  public:
    UploadEnergyTestSuite()
        : TestSuite("edge-ai-upload-energy", TEST_UNIT)
    {
        AddTestCase(new UploadEnergyCase, TEST_QUICK);
        AddTestCase(new UnmeteredUploadCase, TEST_QUICK);
    }
};

UploadEnergyTestSuite g_uploadEnergyTestSuite; ///< the suite

} // namespace
