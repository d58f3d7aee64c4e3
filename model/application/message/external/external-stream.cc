/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-stream.h"

#include "external-error.h"
#include "monitor/standard-streams.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace ns3
{
namespace edgeai
{

namespace
{

using Milliseconds = std::chrono::milliseconds;

constexpr int GLANCE = 100;                ///< between looks at whether a child lives on [ms]
constexpr double TERMINATION_PATIENCE = 1; ///< that a child has between SIGTERM and SIGKILL [s]
constexpr double DEAF_PATIENCE = 2;        ///< that a process has to say why it reads no more [s]
constexpr std::size_t CHUNK = 1 << 20;     ///< memory is taken as bytes come [B]

#ifdef MSG_NOSIGNAL
constexpr int SEND_FLAGS = MSG_NOSIGNAL;
#else
constexpr int SEND_FLAGS = 0; // there SO_NOSIGPIPE does it
#endif

/// @param [in] end of a connection  @returns the same one, above the standard ones, not inherited,
/// without waiting and without SIGPIPE
int
Prepare(int end)
{
    const int own = fcntl(end, F_DUPFD_CLOEXEC, 3);
    close(end);
    if (own < 0)
    {
        throw ExternalError(std::string("External: no file descriptor is left: ") +
                            std::strerror(errno));
    }
#ifdef SO_NOSIGPIPE
    const int on = 1;
    setsockopt(own, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return own;
}

/// @param [in] end of a connection that is not to wait
void
DoNotWait(int end)
{
    fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK);
}

/// @param [out] ends of a connection: ours and the child's
void
MakePair(int (&ends)[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
    {
        throw ExternalError(std::string("External: no connection to a process: ") +
                            std::strerror(errno));
    }
    ends[0] = Prepare(ends[0]);
    ends[1] = Prepare(ends[1]);
    DoNotWait(ends[0]);
}

/// @param [in] seconds of real time  @returns them as the clock has them
std::chrono::steady_clock::duration
ToDuration(double seconds)
{
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(seconds));
}

/// @param [in] info of a child that has ended  @returns how, in words
std::string
DescribeEnd(const siginfo_t& info)
{
    return info.si_code == CLD_EXITED ? "it ended with exit code " + std::to_string(info.si_status)
                                      : "it was ended by signal " + std::to_string(info.si_status);
}

} // namespace

std::string
ExternalPlace::GetName() const
{
    return command.empty() ? "socket '" + socket + "'" : "command '" + command + "'";
}

std::vector<std::string>
SplitCommand(const std::string& command, const std::string& owner)
{
    std::vector<std::string> words;
    bool quoted = false;
    bool inside = false;
    for (const char letter : command)
    {
        if (letter == '\'')
        {
            quoted = !quoted;
        }
        const bool blank = letter == ' ' && !quoted;
        if (!blank && !inside)
        {
            words.emplace_back();
        }
        inside = !blank;
        if (!blank && letter != '\'')
        {
            words.back() += letter;
        }
    }
    if (quoted || words.empty() || words.front().empty())
    {
        throw ExternalError(owner + ": command '" + command + "' " +
                            (quoted ? "has a single quote that is not closed"
                                    : "names no program; allowed is one and its arguments"));
    }
    return words;
}

ExternalStream::ExternalStream(ExternalPlace place)
    : m_place(std::move(place))
{
    StartClock();
    m_place.command.empty() ? Connect() : StartChild();
}

ExternalStream::~ExternalStream()
{
    Close(0);
}

void
ExternalStream::StartChild()
{
    std::vector<std::string> words = SplitCommand(m_place.command, m_place.owner);
    std::vector<char*> arguments;
    for (std::string& word : words)
    {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    std::vector<char*> environment;
    for (char** entry = environ; *entry; ++entry)
    {
        environment.push_back(*entry);
    }
    // By which a client knows that its standard output is not for people from the beginning.
    std::string mark = "EDGE_AI_EXTERNAL=stdio";
    environment.push_back(mark.data());
    environment.push_back(nullptr);

    OpenStandardStreams();
    int input[2];
    int output[2];
    MakePair(input);
    m_input = input[0];
    MakePair(output);
    m_output = output[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setpgroup(&attributes, 0); // what it starts ends with it
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    const int fault = posix_spawnp(&m_child,
                                   arguments[0],
                                   &actions,
                                   &attributes,
                                   arguments.data(),
                                   environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(input[1]);
    close(output[1]);
    if (fault != 0)
    {
        m_child = -1;
        Close(0);
        throw ExternalError(m_place.owner + ": " + m_place.GetName() +
                            " cannot be started: " + std::strerror(fault));
    }
}

void
ExternalStream::Connect()
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (m_place.socket.empty() || m_place.socket.size() >= sizeof address.sun_path)
    {
        throw ExternalError(m_place.owner + ": the path of " + m_place.GetName() + " has " +
                            std::to_string(m_place.socket.size()) + " letters; allowed is 1 to " +
                            std::to_string(sizeof address.sun_path - 1));
    }
    std::copy(m_place.socket.begin(), m_place.socket.end(), address.sun_path);
    const int end = socket(AF_UNIX, SOCK_STREAM, 0);
    if (end < 0)
    {
        throw ExternalError(std::string("External: no socket: ") + std::strerror(errno));
    }
    m_input = m_output = Prepare(end);
    DoNotWait(m_input);
    const auto* place = reinterpret_cast<const sockaddr*>(&address);
    while (connect(m_input, place, sizeof address) != 0)
    {
        // Who is busy with others has a queue, which may be full.
        if ((errno != EAGAIN && errno != EINTR) || Clock::now() >= m_deadline)
        {
            const std::string why = std::strerror(errno);
            Close(0);
            throw ExternalError(m_place.owner + ": nobody takes connections at " +
                                m_place.GetName() + ": " + why +
                                "; start the process that listens there first");
        }
        std::this_thread::sleep_for(Milliseconds(GLANCE));
    }
}

void
ExternalStream::StartClock()
{
    m_deadline = Clock::now() + ToDuration(m_place.timeout);
    m_deaf = false;
    m_heard = false;
}

int
ExternalStream::GetPollTime() const
{
    const auto left = std::chrono::duration_cast<Milliseconds>(m_deadline - Clock::now()).count();
    if (left <= 0)
    {
        std::ostringstream words;
        // The time is that of the whole answer: who dribbles is not silent.
        words << (m_heard ? "had not answered in full within " : "was silent for ")
              << m_place.timeout << " s of real time; a longer timeout=... [s] lets it take more";
        throw ExternalError(m_deaf ? "has closed the end that it reads from" : words.str());
    }
    return static_cast<int>(std::min<decltype(left)>(left, GLANCE));
}

bool
ExternalStream::Write(const std::vector<uint8_t>& bytes)
{
    std::size_t written = 0;
    while (written < bytes.size())
    {
        pollfd ends[2] = {{m_input, POLLOUT, 0}, {m_output, POLLIN, 0}};
        if (poll(ends, 2, GetPollTime()) < 0 && errno != EINTR)
        {
            return false;
        }
        // Nobody answers before it has read what it is asked, unless something is wrong.
        if ((ends[1].revents != 0) || HasEnded())
        {
            return false;
        }
        if (ends[0].revents == 0)
        {
            continue;
        }
        const ssize_t count =
            send(m_input, bytes.data() + written, bytes.size() - written, SEND_FLAGS);
        if (count < 0 && errno != EAGAIN && errno != EINTR)
        {
            m_deaf = true;
            m_deadline = std::min(m_deadline, Clock::now() + ToDuration(DEAF_PATIENCE));
            return false;
        }
        written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    return true;
}

void
ExternalStream::Hurry(double seconds)
{
    m_deadline = std::min(m_deadline, Clock::now() + ToDuration(seconds));
}

void
ExternalStream::Read(std::size_t count, std::vector<uint8_t>& bytes)
{
    const std::size_t end = bytes.size() + count;
    while (bytes.size() < end && ReadSome(end - bytes.size(), bytes))
    {
    }
}

bool
ExternalStream::ReadSome(std::size_t most, std::vector<uint8_t>& bytes)
{
    while (true)
    {
        // What it has started may hold its end open when it is dead itself.
        const bool ended = HasEnded();
        pollfd end{m_output, POLLIN, 0};
        const int ready = poll(&end, 1, ended ? 0 : GetPollTime());
        if (ready <= 0)
        {
            if (ended || (ready < 0 && errno != EINTR))
            {
                return false;
            }
            continue;
        }
        const std::size_t have = bytes.size();
        bytes.resize(have + std::min(most, CHUNK));
        const ssize_t got = recv(m_output, bytes.data() + have, bytes.size() - have, 0);
        const bool again = got < 0 && (errno == EAGAIN || errno == EINTR);
        bytes.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (!again)
        {
            m_heard = m_heard || got > 0;
            return got > 0;
        }
    }
}

bool
ExternalStream::HasEnded() const
{
    siginfo_t info{};
    // It stays a zombie: its group can still be named by its number.
    return m_child > 0 &&
           (waitid(P_PID, static_cast<id_t>(m_child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
            info.si_pid == m_child);
}

bool
ExternalStream::WaitForEnd(double seconds) const
{
    const auto until = Clock::now() + ToDuration(seconds);
    while (!HasEnded())
    {
        if (Clock::now() >= until)
        {
            return false;
        }
        std::this_thread::sleep_for(Milliseconds(5));
    }
    return true;
}

std::string
ExternalStream::Close(double patience)
{
    for (int* end : {&m_input, &m_output})
    {
        const int open = std::exchange(*end, -1);
        if (open >= 0 && open != m_output)
        {
            close(open);
        }
    }
    if (m_child <= 0)
    {
        return "";
    }
    const bool ended = WaitForEnd(patience);
    kill(-m_child, SIGTERM);
    WaitForEnd(TERMINATION_PATIENCE);
    kill(-m_child, SIGKILL); // whoever of its group is left
    siginfo_t info{};
    const bool known = waitid(P_PID, static_cast<id_t>(m_child), &info, WEXITED) == 0;
    m_child = -1;
    return !ended   ? "it did not end by itself and was killed"
           : !known ? "it has ended"
                    : DescribeEnd(info);
}

} // namespace edgeai
} // namespace ns3
