// The checker's own test: a good history, spoilt in one place, must be found out.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/simulation/simulation.h"

namespace interline::simulation {
namespace {

using history::History;

class Checker : public testing::Test {
 protected:
  static const Result& Good() {
    static const Result& good = *new Result(Simulate(3));
    return good;
  }
  static history::Verdict Spoilt(const std::function<void(History&)>& spoil) {
    History history = Good().history;
    spoil(history);
    return history::Check(history, Good().acknowledged);
  }
  // The first accepted event that changed a ticket and has one of the same ticket behind it.
  static size_t SomeEvent(const History& history, size_t& next) {
    for (size_t i = 0; i < history.events.size(); ++i) {
      if (history.events[i].journal().effect() != v1::Journal::EFFECT_APPLIED) continue;
      for (size_t j = i + 1; j < history.events.size(); ++j) {
        if (history.events[j].ticket_id() == history.events[i].ticket_id() &&
            history.events[j].journal().effect() == v1::Journal::EFFECT_APPLIED) {
          next = j;
          return i;
        }
      }
    }
    ADD_FAILURE() << "a history without two events of one ticket proves nothing";
    return 0;
  }
};

TEST_F(Checker, FindsNothingInAGoodHistory) {
  ASSERT_TRUE(Good().ok()) << Good().verdict.Summary();
  EXPECT_GT(Good().history.events.size(), 20u);
}

TEST_F(Checker, FindsAnEventThatIsGone) {
  const auto verdict = Spoilt([](History& history) {
    size_t next = 0;
    history.events.erase(history.events.begin() + static_cast<std::ptrdiff_t>(SomeEvent(history, next)));
  });
  EXPECT_GT(verdict.lost, 0u) << verdict.Summary();
}

TEST_F(Checker, FindsAnEventThatIsThereTwice) {
  const auto verdict = Spoilt([](History& history) {
    size_t next = 0;
    history.events.push_back(history.events[SomeEvent(history, next)]);
  });
  EXPECT_GT(verdict.duplicated, 0u) << verdict.Summary();
}

TEST_F(Checker, FindsTwoEventsInTheWrongOrder) {
  const auto verdict = Spoilt([](History& history) {
    size_t next = 0;
    const size_t first = SomeEvent(history, next);
    std::swap(history.events[first], history.events[next]);
  });
  EXPECT_GT(verdict.reordered, 0u) << verdict.Summary();
}

TEST_F(Checker, FindsADeliveryThatWentToAStranger) {
  const auto verdict = Spoilt([](History& history) {
    // A delivery of one ticket into the outbox of the platform that has no part in it.
    for (auto& [platform, deliveries] : history.deliveries) {
      for (const v1::Delivery& delivery : deliveries) {
        const std::string& ticket = delivery.event().ticket_id();
        for (const char* stranger : {"12367", "440000", "510000"}) {
          const bool has_part = std::any_of(history.events.begin(), history.events.end(), [&](const auto& event) {
            return event.ticket_id() == ticket &&
                   (event.source() == stranger || (event.has_transferred() && event.transferred().to() == stranger));
          });
          if (has_part || ticket.rfind(stranger, 0) == 0 || delivery.event().has_refused()) continue;
          v1::Delivery wrong = delivery;
          wrong.set_id(wrong.id() + "x");
          wrong.mutable_event()->set_recipient(stranger);
          history.deliveries[stranger].push_back(wrong);
          return;
        }
      }
    }
    FAIL() << "every platform has a part in every ticket";
  });
  EXPECT_GT(verdict.illegal, 0u) << verdict.Summary();
}

TEST_F(Checker, FindsADeliveryThatIsGoneOrThereTwice) {
  const auto two = Spoilt([](History& history) {
    auto& deliveries = history.deliveries.begin()->second;
    deliveries.push_back(deliveries.front());
  });
  EXPECT_GT(two.duplicated, 0u) << two.Summary();
  const auto none = Spoilt([](History& history) {
    for (auto& [platform, deliveries] : history.deliveries) {
      const auto transfer = std::find_if(deliveries.begin(), deliveries.end(), [](const v1::Delivery& delivery) {
        return delivery.event().has_transferred();
      });
      if (transfer == deliveries.end()) continue;
      deliveries.erase(transfer);
      return;
    }
  });
  EXPECT_GT(none.lost, 0u) << none.Summary();
}

TEST_F(Checker, FindsAStateThatNoEventLeadsTo) {
  const auto verdict = Spoilt([](History& history) {
    size_t next = 0;
    history.events[SomeEvent(history, next)].mutable_journal()->set_state_after(v1::Ticket::STATE_ARCHIVED);
  });
  EXPECT_GT(verdict.illegal, 0u) << verdict.Summary();
}

TEST_F(Checker, FindsAnAcknowledgedEventThatIsNotInTheLog) {
  auto acknowledged = Good().acknowledged;
  acknowledged.insert({"12367", "never-written"});
  EXPECT_EQ(history::Check(Good().history, acknowledged).lost, 1u);
}

}  // namespace
}  // namespace interline::simulation
