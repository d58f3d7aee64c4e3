/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXPECTATIONS_H
#define EDGE_AI_EXPECTATIONS_H

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>

/// Expects a condition, which may hold any operator.
#define EXPECT_TRUE(condition, what) NS_TEST_EXPECT_MSG_EQ((condition), true, what)

/// Expects |actual - expected| <= relative * |expected|. Unlike ns-3's macro it fails for NaN.
#define EXPECT_RELATIVE(actual, expected, relative, what)                                          \
    NS_TEST_EXPECT_MSG_EQ((std::abs((actual) - (expected)) <= (relative)*std::abs(expected)),      \
                          true,                                                                    \
                          what << ": " << (actual) << " instead of " << (expected))

/// Expects |actual - expected| <= absolute.
#define EXPECT_ABSOLUTE(actual, expected, absolute, what)                                          \
    NS_TEST_EXPECT_MSG_EQ((std::abs((actual) - (expected)) <= (absolute)),                         \
                          true,                                                                    \
                          what << ": " << (actual) << " instead of " << (expected))

#endif // EDGE_AI_EXPECTATIONS_H
