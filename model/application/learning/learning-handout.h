/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_HANDOUT_H
#define EDGE_AI_LEARNING_HANDOUT_H

#include "learning-crew.h"
#include "model-delivery.h"

#include "ns3/ipv4-address.h"
#include "ns3/net-device.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What workers are handed for an attempt, and how: each is told its part; the model goes to each by
 * itself or to a group, and again to who lacks it.
 */
class LearningHandout : public LearningCrew
{
  public:
    /// How models go to workers.
    enum ModelWay
    {
        UNICAST, ///< to each by itself
        GROUP,   ///< to all of them at once
    };

    /// @returns the TypeId
    static TypeId GetTypeId();
    LearningHandout();
    ~LearningHandout() override;

    /// @param [in] device towards all workers, over which they hear a group
    /// @param [in] rate at which its link takes fragments, headers included [bit/s], > 0
    void SetGroupDevice(Ptr<NetDevice> device, double rate);

  protected:
    void DoDispose() override;
    void StartApplication() override;
    void StopApplication() override;

    /// A round begins. @param [in] round its number
    void BeginModel(uint64_t round);
    /// It has ended.
    void EndModel();
    /// Send parts and models. @param [in,out] course whose attempt has begun
    void HandOut(LearningCourse& course);
    /**
     * A worker lacks some of the model.
     * @param [in] course of the round  @param [in] number of the worker
     * @param [in,out] part of it, whose update is waited for  @param [in] body what it says, sound
     * @returns "" or what is wrong with that
     */
    std::string SendAgain(const LearningCourse& course,
                          uint32_t number,
                          LearningCourse::Part& part,
                          const LearningRepeatBody& body);

    /// @param [in] number of a worker that may be gone  @param [in] message for it
    virtual void Send(uint32_t number, const InferenceMessage& message) = 0;

  private:
    /// @param [in] number of a worker of whom no update comes  @param [in] why in words
    virtual void Lose(uint32_t number, const std::string& why) = 0;

    void SendPart(const LearningCourse& course, uint32_t number, LearningCourse::Part& part);
    /// @param [in,out] course of the round  @param [in] numbers of those who get its model together
    void SendToGroup(LearningCourse& course, const std::vector<uint32_t>& numbers);

    ModelWay m_way;
    Ipv4Address m_groupAddress;
    uint16_t m_groupPort;
    double m_groupRate; ///< [bit/s]; 0: m_groupDeviceRate
    Ptr<NetDevice> m_groupDevice;
    double m_groupDeviceRate{0}; ///< [bit/s]
    ModelDelivery m_delivery;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_HANDOUT_H
