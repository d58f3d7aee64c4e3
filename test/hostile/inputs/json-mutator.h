/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_JSON_MUTATOR_H
#define EDGE_AI_JSON_MUTATOR_H

#include "application/control/remote/field-json.h"
#include "support/mutator.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Spoils documents where they have something to spoil: numbers, members, lists and their order.
class JsonMutator
{
  public:
    using Json = nlohmann::ordered_json; ///< a document

    /// @param [in,out] draws of all changes
    explicit JsonMutator(Mutator& draws)
        : m_draws(draws)
    {
    }

    /// @param [in] document sound  @param [in] others pieces of which may be put in
    /// @returns it with one to four changes, as text
    std::string Change(Json document, const std::vector<Json>& others)
    {
        for (std::size_t changes = 1 + m_draws.Draw(4); changes > 0; --changes)
        {
            ChangeOnce(document, others);
        }
        std::string text = DumpJson(document);
        if (m_draws.Happens(12)) // and what is no document
        {
            Mutator::Bytes bytes(text.begin(), text.end());
            m_draws.Change(bytes, {bytes});
            text.assign(bytes.begin(), bytes.end());
        }
        return text;
    }

  private:
    static constexpr std::size_t MOST = 20000; ///< places of a document that grows no more

    /// A value, and what it is in.
    struct Place
    {
        Json* value;
        Json* holder;      ///< null: nothing
        std::size_t index; ///< in the holder
    };

    static void Collect(Json& value, Json* holder, std::size_t index, std::vector<Place>& places)
    {
        places.push_back({&value, holder, index});
        if (value.is_structured())
        {
            std::size_t inner = 0;
            for (Json& element : value)
            {
                Collect(element, &value, inner++, places);
            }
        }
    }

    /// @param [in] places some  @param [in] fits what is wanted  @returns any that fits, or null
    template <typename Fits>
    Place* Pick(std::vector<Place>& places, const Fits& fits)
    {
        std::vector<Place*> fitting;
        for (Place& place : places)
        {
            if (fits(*place.value))
            {
                fitting.push_back(&place);
            }
        }
        return fitting.empty() ? nullptr : fitting[m_draws.Draw(fitting.size())];
    }

    Json DrawOdd()
    {
        switch (m_draws.Draw(8))
        {
        case 0:
            return m_draws.DrawWhole();
        case 1:
            return -static_cast<int64_t>(m_draws.Draw(1000)) - 1;
        case 2:
            return nullptr; // not a number
        case 3:
            return m_draws.Happens(2) ? "Infinity" : "-Infinity";
        case 4:
            return m_draws.Happens(2) ? Json(std::numeric_limits<double>::denorm_min())
                                      : Json(-std::numeric_limits<double>::max());
        case 5:
            return std::pow(10., 2. * m_draws.Draw(100) - 100); // any magnitude
        default: {
            const double number = m_draws.DrawDouble();
            return JsonBackend::MakeNumber(number);
        }
        }
    }

    Json DrawOtherKind()
    {
        switch (m_draws.Draw(7))
        {
        case 0:
            return true;
        case 1:
            return "";
        case 2:
            return std::string(1 + m_draws.Draw(3000), 'x');
        case 3:
            return Json::array();
        case 4:
            return Json::object();
        case 5:
            return "\x01\xff\n\"";
        default:
            return Json::array({Json::array({1})});
        }
    }

    void ChangeList(Json& list)
    {
        switch (m_draws.Draw(5))
        {
        case 0: // shorter
            list.get_ref<Json::array_t&>().resize(m_draws.Draw(list.size() + 1));
            return;
        case 1: // something twice
            if (!list.empty())
            {
                const Json piece = list[m_draws.Draw(list.size())];
                list.push_back(piece);
            }
            return;
        case 2: // another order
            if (list.size() > 1)
            {
                std::swap(list[m_draws.Draw(list.size())], list[m_draws.Draw(list.size())]);
            }
            return;
        case 3: // many times the same
            if (!list.empty() && DumpJson(list).size() < MOST)
            {
                const Json piece = list[m_draws.Draw(list.size())];
                const std::size_t times = m_draws.Happens(8) ? 1500 : m_draws.Draw(12);
                for (std::size_t i = 0; i < times && DumpJson(piece).size() * i < 10 * MOST; ++i)
                {
                    list.push_back(piece);
                }
            }
            return;
        default: // one goes
            if (!list.empty())
            {
                list.erase(m_draws.Draw(list.size()));
            }
        }
    }

    void ChangeOnce(Json& document, const std::vector<Json>& others)
    {
        std::vector<Place> places;
        Collect(document, nullptr, 0, places);
        const auto isNumber = [](const Json& value) { return value.is_number(); };
        const auto isList = [](const Json& value) { return value.is_array(); };
        const auto isObject = [](const Json& value) { return value.is_object() && !value.empty(); };
        switch (m_draws.Draw(12))
        {
        case 0:
        case 1:
        case 2:
        case 3:
            if (Place* place = Pick(places, isNumber))
            {
                *place->value = DrawOdd();
            }
            return;
        case 4: // a number of elsewhere, or nearly the same
            if (Place* place = Pick(places, isNumber))
            {
                const Place* from = Pick(places, isNumber);
                *place->value = m_draws.Happens(2) || !place->value->is_number_float()
                                    ? Json(*from->value)
                                    : Json(place->value->get<double>() *
                                           std::pow(10., 1. * m_draws.Draw(7) - 3));
            }
            return;
        case 5:
        case 6:
            if (Place* place = Pick(places, isList))
            {
                ChangeList(*place->value);
            }
            return;
        case 7: // a member goes
            if (Place* place = Pick(places, isObject))
            {
                auto at = place->value->begin();
                std::advance(at, m_draws.Draw(place->value->size()));
                place->value->erase(at);
            }
            return;
        case 8: // a member that nobody knows
            if (Place* place = Pick(places, isObject))
            {
                const std::string key = place->value->begin().key();
                (*place->value)[key + (m_draws.Happens(2) ? "_" : "")] = DrawOdd();
            }
            return;
        case 9: // another kind
            *places[m_draws.Draw(places.size())].value = DrawOtherKind();
            return;
        case 10: { // a piece of another document
            Json other = others[m_draws.Draw(others.size())];
            std::vector<Place> pieces;
            Collect(other, nullptr, 0, pieces);
            Place& place = places[m_draws.Draw(places.size())];
            const Json piece = *pieces[m_draws.Draw(pieces.size())].value;
            if (places.size() + pieces.size() < MOST)
            {
                *place.value = piece;
            }
            return;
        }
        default: // a flag or a word is another
            if (Place* place = Pick(places, [](const Json& value) { return value.is_boolean(); }))
            {
                *place->value = !place->value->get<bool>();
            }
            return;
        }
    }

    Mutator& m_draws;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_JSON_MUTATOR_H
