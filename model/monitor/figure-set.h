/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FIGURE_SET_H
#define EDGE_AI_FIGURE_SET_H

#include "figure-archive.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What figures are about.
enum class FigureScope : uint8_t
{
    TASK, ///< a task
    STEP, ///< one step of a task
};

/**
 * @ingroup edge-ai
 * One field of a family's figures, as it is called wherever it is shown.
 */
struct FigureColumn
{
    std::string name;                  ///< ends in the unit, where there is one: goodput_bit_per_s
    std::string words;                 ///< the same for people, without the unit: "goodput"
    std::string unit;                  ///< as "s", "bit/s"; "" for pure numbers
    std::string help;                  ///< one line
    std::string family;                ///< whose it is; "" for what every task or step has
    FigureType type{FigureType::REAL}; ///< of its values
    Field field;                       ///< as its struct describes it, with the range

    /**
     * @param [in] described by its struct
     * @param [in] type of its values
     * @param [in] whose family, "" for all
     */
    FigureColumn(const Field& described, FigureType type, std::string whose);
    FigureColumn(const FigureColumn& other);            ///< @param [in] other copied
    FigureColumn(FigureColumn&& other) noexcept;        ///< @param [in] other emptied
    FigureColumn& operator=(const FigureColumn& other); ///< @param [in] other copied @returns this
    FigureColumn& operator=(
        FigureColumn&& other) noexcept; ///< @param [in] other emptied @returns this
    ~FigureColumn();
};

/**
 * @ingroup edge-ai
 * A quantity for means: a number, or a pair of numbers, planned and realised. Fields whose names
 * end in _planned and in _realised or _applied and are the same otherwise are a pair.
 */
struct FigureQuantity
{
    static constexpr std::size_t NONE = SIZE_MAX; ///< there is no such field

    std::string words;          ///< "device clock"
    std::string unit;           ///< SI; may be empty
    std::size_t planned{NONE};  ///< index of the column
    std::size_t realised{NONE}; ///< index of the column
};

struct AnyFigures;

/**
 * @ingroup edge-ai
 * The figures that a family has of its tasks or of their steps: what a struct with Fields() says
 * about itself. There is one for each struct and scope, made when the program starts.
 */
class FigureKind
{
  public:
    /// @returns whose they are
    const std::string& GetFamily() const;
    /// @returns the fields in order
    const std::vector<FigureColumn>& GetColumns() const;
    /// @returns what is averaged, in the order of the fields
    const std::vector<FigureQuantity>& GetQuantities() const;
    /// @returns its number in this program, for Find()
    uint32_t GetNumber() const;

    /// @param [in] reader of what AnyFigures::Store() wrote  @returns equal figures
    using Restore = std::shared_ptr<const AnyFigures> (*)(FigureReader& reader);
    /// @returns how to read figures of this kind again
    Restore GetRestore() const;

    /**
     * Called once for each struct, before main(). A second struct for the same family and scope, or
     * a column that another family has, ends the program: neither could be told apart in a table.
     * @param [in] scope what the figures are about
     * @param [in] family whose they are
     * @param [in] type name of the struct
     * @param [in] columns its fields
     * @param [in] restore how to read them again; null: they never are
     * @returns it, for good
     */
    static const FigureKind& Register(FigureScope scope,
                                      const std::string& family,
                                      const std::string& type,
                                      std::vector<FigureColumn> columns,
                                      Restore restore = nullptr);

    /// @param [in] number of a kind  @returns it
    static const FigureKind& Find(uint32_t number);

    /// @param [in] scope of figures  @returns all there are, ascending in the family's name
    static std::vector<const FigureKind*> GetAll(FigureScope scope);

  private:
    std::string m_family;
    std::string m_type;
    std::vector<FigureColumn> m_columns;
    std::vector<FigureQuantity> m_quantities;
    uint32_t m_number{0};
    Restore m_restore{nullptr};
};

/// @ingroup edge-ai
/// Figures of any struct. They never change, so copies of a set share them.
struct AnyFigures
{
    const FigureKind* kind; ///< what they are

    /// @param [in] what they are
    explicit AnyFigures(const FigureKind& what)
        : kind(&what)
    {
    }

    virtual ~AnyFigures() = default;
    /// @param [in] visitor is told about each field
    virtual void Visit(const FigureArchive::Visitor& visitor) const = 0;
    /// @param [in,out] writer gets every field
    virtual void Store(FigureWriter& writer) const = 0;
};

/**
 * @ingroup edge-ai
 * What families say about a task or a step beyond what all have in common. Figures are structs that
 * name their family and their fields, and nothing else has to know them:
 *
 * @code
 * struct ToyFigures
 * {
 *     static constexpr const char* FAMILY = "toy";
 *     double widthPlanned{NOT_AVAILABLE};
 *     double widthRealised{NOT_AVAILABLE};
 *
 *     template <typename Archive>
 *     void Fields(Archive& archive)
 *     {
 *         archive(Field("width_planned", "m", "what the plan asks for"), widthPlanned);
 *         archive(Field("width_realised", "m", "what it was"), widthRealised);
 *     }
 * };
 * record.Set(figures);
 * record.Get<ToyFigures>().widthPlanned;
 * @endcode
 *
 * Wherever a program sets or gets a struct, its columns are registered before main(). They appear
 * in the CSV and SQLite files, the summary and the timeline of every run in which a record has
 * them.
 */
template <FigureScope SCOPE>
class FigureSet
{
  public:
    /// @param [in] figures of a family; those it had before are replaced
    template <typename T>
    void Set(const T& figures)
    {
        auto held = std::make_shared<const HeldFigures<T>>(figures);
        for (auto& other : m_held)
        {
            if (other->kind == held->kind)
            {
                other = std::move(held);
                return;
            }
        }
        m_held.push_back(std::move(held));
    }

    /// @returns the figures of a family, valid until Set(); if it has none, those of a new struct
    template <typename T>
    const T& Get() const
    {
        static const T none{};
        const T* figures = Find<T>();
        return figures ? *figures : none;
    }

    /// @returns the figures of a family, valid until Set(), or nullptr if it has none
    template <typename T>
    const T* Find() const
    {
        for (const auto& held : m_held)
        {
            if (held->kind == &Kind<T>::Get())
            {
                return &static_cast<const HeldFigures<T>&>(*held).figures;
            }
        }
        return nullptr;
    }

    /// @param [in] kind of figures  @returns whether it has such
    bool Has(const FigureKind& kind) const
    {
        return FindHeld(kind) != nullptr;
    }

    /// @param [in] kind of figures  @param [in] visitor is told about each field, if it has such
    void Visit(const FigureKind& kind, const FigureArchive::Visitor& visitor) const
    {
        if (const AnyFigures* held = FindHeld(kind))
        {
            held->Visit(visitor);
        }
    }

    /// @returns the kinds of figures it has, in the order they were set
    std::vector<const FigureKind*> GetKinds() const
    {
        std::vector<const FigureKind*> kinds;
        for (const auto& held : m_held)
        {
            kinds.push_back(held->kind);
        }
        return kinds;
    }

    /// @param [in,out] writer gets all figures
    void Store(FigureWriter& writer) const
    {
        writer.Put(static_cast<uint32_t>(m_held.size()));
        for (const auto& held : m_held)
        {
            writer.Put(held->kind->GetNumber());
            held->Store(writer);
        }
    }

    /// @param [in,out] reader of what Store() wrote, which replaces all there was
    void Restore(FigureReader& reader)
    {
        m_held.clear();
        uint32_t count = 0;
        for (reader.Take(count); count > 0; --count)
        {
            uint32_t number = 0;
            reader.Take(number);
            m_held.push_back(FigureKind::Find(number).GetRestore()(reader));
        }
    }

  private:
    /// The kind that a struct is.
    template <typename T>
    class Kind
    {
      public:
        /// @returns it
        static const FigureKind& Get()
        {
            static const FigureKind& kind = FigureKind::Register(SCOPE,
                                                                 T::FAMILY,
                                                                 typeid(T).name(),
                                                                 ListColumns(),
                                                                 &HeldFigures<T>::Restore);
            static_cast<void>(&m_registered); // so that it exists, and is made before main()
            return kind;
        }

      private:
        static std::vector<FigureColumn> ListColumns()
        {
            std::vector<FigureColumn> columns;
            FigureArchive archive([&](const Field& field, FigureType type, const FigureValue&) {
                columns.emplace_back(field, type, T::FAMILY);
            });
            T().Fields(archive);
            return columns;
        }

        static const bool m_registered;
    };

    /// Figures of a certain struct.
    template <typename T>
    struct HeldFigures : AnyFigures
    {
        T figures;

        explicit HeldFigures(const T& values)
            : AnyFigures(Kind<T>::Get()),
              figures(values)
        {
        }

        void Visit(const FigureArchive::Visitor& visitor) const override
        {
            FigureArchive archive(visitor);
            const_cast<T&>(figures).Fields(archive); // one list of fields for readers and writers
        }

        void Store(FigureWriter& writer) const override
        {
            writer.Put(figures);
        }

        static std::shared_ptr<const AnyFigures> Restore(FigureReader& reader)
        {
            T figures;
            reader.Take(figures);
            return std::make_shared<const HeldFigures<T>>(figures);
        }
    };

    const AnyFigures* FindHeld(const FigureKind& kind) const
    {
        for (const auto& held : m_held)
        {
            if (held->kind == &kind)
            {
                return held.get();
            }
        }
        return nullptr;
    }

    std::vector<std::shared_ptr<const AnyFigures>> m_held;
};

template <FigureScope SCOPE>
template <typename T>
const bool FigureSet<SCOPE>::Kind<T>::m_registered = (FigureSet<SCOPE>::Kind<T>::Get(), true);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FIGURE_SET_H
