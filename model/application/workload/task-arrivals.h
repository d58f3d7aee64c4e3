/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_ARRIVALS_H
#define EDGE_AI_TASK_ARRIVALS_H

#include "task-profiles.h"

#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"

#include <string>
#include <utility>

namespace ns3
{
namespace edgeai
{

/// One task to come.
struct TaskArrival
{
    Time after;      ///< time since the arrival before (since the start for the first)
    TaskShape shape; ///< what is particular about it
};

/**
 * @ingroup edge-ai
 * When tasks come, and what they look like. One object serves one client.
 */
class TaskArrivals : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * @param [out] arrival the next task
     * @returns false when there are no more
     */
    virtual bool Next(TaskArrival& arrival) = 0;

    /// @returns tasks per second that are to be expected in the long run [1/s]; 0: not known
    virtual double GetRate() const;

    /**
     * Say whom it serves, before the first task. Helpers do so.
     * @param [in] index of the client among those that were installed together, < count
     * @param [in] count of these clients, >= 1
     */
    virtual void SetClient(uint32_t index, uint32_t count);

    /// @param [in] stream first stream to use  @returns how many were used
    virtual int64_t AssignStreams(int64_t stream);
};

/// @ingroup edge-ai
/// A task every Period, the first after Offset, each up to Jitter later.
class PeriodicArrivals : public TaskArrivals
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    bool Next(TaskArrival& arrival) override;
    double GetRate() const override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    Ptr<UniformRandomVariable> GetDraw();

    Time m_period;
    Time m_offset;
    Time m_jitter;
    Time m_late; ///< how late the last task was
    uint64_t m_limit{0};
    uint64_t m_count{0};
    Ptr<UniformRandomVariable> m_draw; ///< lateness; null before it is needed
};

/// @ingroup edge-ai
/// Tasks of a Poisson process.
class PoissonArrivals : public TaskArrivals
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    PoissonArrivals();
    bool Next(TaskArrival& arrival) override;
    double GetRate() const override;
    int64_t AssignStreams(int64_t stream) override;

  private:
    double m_rate{1};
    uint64_t m_limit{0};
    uint64_t m_count{0};
    Ptr<ExponentialRandomVariable> m_gap;
};

/**
 * @ingroup edge-ai
 * @param [in] name of a TaskArrivals: "Poisson", "PoissonArrivals" or the TypeId's whole name
 * @returns the TypeId's name
 * @throws std::invalid_argument that lists what there is if nothing has that name
 */
std::string FindArrivalsType(const std::string& name);

/// @ingroup edge-ai
/// What arrivals each client gets: an object of its own, all of one type with the same attributes.
class ArrivalsFactory
{
  public:
    /// Without a call of Set(), PeriodicArrivals as their attributes have them.
    ArrivalsFactory();

    /**
     * Take others instead.
     * @param [in] type name of a TaskArrivals, in full or as short as "Poisson"
     * @param [in] attributes name, value, name, value, ...
     * @throws std::invalid_argument that lists what there is if nothing has that name
     */
    template <typename... Args>
    void Set(const std::string& type, const Args&... attributes)
    {
        m_factory = ObjectFactory();
        m_factory.SetTypeId(FindArrivalsType(type));
        SetAttributes(attributes...);
    }

    /// @returns new arrivals
    Ptr<TaskArrivals> Create() const;

  private:
    /// No attributes are left.
    void SetAttributes()
    {
    }

    /**
     * @tparam Args names and values of attributes, in turn
     * @param [in] name an attribute  @param [in] value its value  @param [in] more of them
     */
    template <typename... Args>
    void SetAttributes(const std::string& name, const AttributeValue& value, const Args&... more)
    {
        SetAttribute(name, value);
        SetAttributes(more...);
    }

    /// @param [in] name an attribute  @param [in] value its value, in its range
    void SetAttribute(const std::string& name, const AttributeValue& value);

    ObjectFactory m_factory;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_ARRIVALS_H
