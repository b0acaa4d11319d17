#include "adapters/engine/value_reader.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/engine/contract.h"
#include "adapters/engine/phone.h"
#include "adapters/engine/region.h"
#include "core/base/proto_time.h"
#include "core/base/refusal.h"
#include "core/base/status_macros.h"
#include "core/ticket/bounds.h"

namespace interline::adapters {
namespace {

namespace dom = simdjson::dom;
using google::protobuf::Message;
using wire::PathStep;

absl::Status WrongType(const PathStep& at, absl::string_view due) {
  return RefuseAt(v1::REFUSAL_REASON_WRONG_TYPE, at, due);
}

absl::optional<absl::string_view> Text(const dom::element& value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return absl::nullopt;
  return absl::string_view(text.data(), text.size());
}

// In characters. No character is shorter than a byte, so most texts need no counting.
bool IsLonger(absl::string_view text, size_t most) {
  return text.size() > most && ticket::CountCharacters(text) > most;
}

absl::Status TooLong(const PathStep& at) {
  return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at, "The text is too long.");
}

// Reads into the row's field.
class Reader {
 public:
  Reader(const RowPlan& row, const dom::element& value, Day day, Message* holder, const PathStep& at)
      : access_(row.access), value_(value), day_(day), holder_(holder), at_(at) {}

  absl::Status operator()(const AsText& as) const {
    if (as.is_list) return Texts(as);
    const absl::optional<absl::string_view> text = Text(value_);
    if (!text) return WrongType(at_, "A text is due.");
    return Whole(as, *text);
  }

  absl::Status Whole(const AsText& as, absl::string_view theirs) const {
    std::string& text = access_->mutable_text(*holder_);
    text.assign(as.prefix).append(theirs.data(), theirs.size());
    return CheckText(as.form, as.most_read, text, at_);
  }

  absl::Status operator()(const AsJoined& as) const {
    const absl::optional<absl::string_view> whole = Text(value_);
    if (!whole) return WrongType(at_, "A text is due.");
    if (IsLonger(*whole, as.most_whole)) return TooLong(at_);
    int count = 0;
    for (const absl::string_view text : absl::StrSplit(*whole, as.separator)) {
      if (++count > ticket::kMostEntries) return OutOfRange();
      if (text.empty()) return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at_, "Between two separators stands a text.");
      RETURN_IF_ERROR(CheckText(as.form, as.most_read, text, at_));
      access_->add_text(*holder_) = std::string(text);
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const AsPhone& as) const {
    const absl::optional<absl::string_view> text = Text(value_);
    if (!text) return WrongType(at_, "A text is due.");
    if (IsLonger(*text, as.most_read)) return TooLong(at_);
    access_->mutable_text(*holder_) = ReadPhone(*text);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsNumber& as) const {
    int64_t number = 0;
    if (as.quoted) {
      const absl::optional<absl::string_view> text = Text(value_);
      if (!text) return WrongType(at_, "A text of digits is due.");
      RETURN_IF_ERROR(Quoted(*text, number));
    } else {
      if (value_.is<uint64_t>() && !value_.is<int64_t>()) return OutOfRange();
      if (value_.get(number) != simdjson::SUCCESS) return WrongType(at_, "A whole number is due.");
    }
    if (number < as.min || number > as.max) return OutOfRange();
    access_->set_number(*holder_, number);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsBool& as) const {
    WordBuffer buffer;
    const absl::optional<absl::string_view> word = ReadWord(as.lexical, value_, buffer);
    if (!word) return WrongType(at_, "A truth value is due.");
    const bool is_true = absl::c_linear_search(as.true_words, *word);
    if (!is_true && !absl::c_linear_search(as.false_words, *word)) return Unmapped();
    access_->set_number(*holder_, is_true);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsTime& as) const {
    absl::optional<absl::Time> time;
    if (as.format.is_number()) {
      int64_t number = 0;
      if (as.quoted) {
        const absl::optional<absl::string_view> text = Text(value_);
        if (!text) return WrongType(at_, "A text of digits is due.");
        RETURN_IF_ERROR(Quoted(*text, number));
      } else if (value_.get(number) != simdjson::SUCCESS) {
        return WrongType(at_, "A whole number is due.");
      }
      time = as.format.Read(number);
    } else {
      const absl::optional<absl::string_view> text = Text(value_);
      if (!text) return WrongType(at_, "A text is due.");
      time = as.format.Read(*text);
    }
    if (!time) {
      return RefuseAt(v1::REFUSAL_REASON_INVALID_TIME, at_,
                      "The time does not follow the agreed layout, does not exist or is not between 2000 and 2100.");
    }
    static_cast<google::protobuf::Timestamp&>(access_->mutable_message(*holder_)) = ToProto(*time);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsCode& as) const {
    WordBuffer buffer;
    const absl::optional<absl::string_view> word = ReadWord(as.lexical, value_, buffer);
    if (!word) return WrongType(at_, "A code of another JSON type is due.");
    const absl::optional<int> ours = as.table->Ours(*word, day_);
    if (!ours) return Unmapped();
    access_->set_number(*holder_, *ours);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsRegion& as) const {
    const absl::optional<absl::string_view> text = Text(value_);
    if (!text) return WrongType(at_, "A text is due.");
    if (as.zones != nullptr) {
      const std::string* zone = as.zones->Ours(*text);
      if (zone == nullptr) return Unmapped();
      access_->mutable_text(*holder_) = *zone;
      return absl::OkStatus();
    }
    absl::optional<std::string> code = ReadRegion(*text, as.digits);
    if (!code) {
      return RefuseAt(v1::REFUSAL_REASON_INVALID_REGION, at_, "The code of the region has not the agreed digits.");
    }
    access_->mutable_text(*holder_) = *std::move(code);
    return absl::OkStatus();
  }

  absl::Status operator()(const AsConstant& as) const {
    WordBuffer buffer;
    const absl::optional<absl::string_view> word = ReadWord(as.lexical, value_, buffer);
    if (!word) return WrongType(at_, "The agreed value is of another JSON type.");
    if (*word == as.value) return absl::OkStatus();
    return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at_, "The value is not the one that was agreed.");
  }

  absl::Status operator()(const AsBytes& as) const {
    const absl::optional<absl::string_view> text = Text(value_);
    if (!text) return WrongType(at_, "A text is due.");
    // Neither encoding takes more than two characters for a byte.
    if (text->size() / 2 > as.most_read) return OutOfRange();
    std::string bytes;
    if (!Unpack(as.encoding, *text, bytes) || bytes.size() > as.most_read) return OutOfRange();
    if (as.exact_bytes > 0 && bytes.size() != as.exact_bytes) return OutOfRange();
    access_->mutable_text(*holder_) = std::move(bytes);
    return absl::OkStatus();
  }

  // Groups are read by their caller.
  absl::Status operator()(const AsGroup&) const { return absl::OkStatus(); }

 private:
  absl::Status OutOfRange() const {
    return RefuseAt(v1::REFUSAL_REASON_OUT_OF_RANGE, at_, "The value is beyond its bounds.");
  }
  absl::Status Unmapped() const {
    return RefuseAt(v1::REFUSAL_REASON_UNMAPPED_CODE, at_, "The platform's table has no row for the code.");
  }

  static absl::Status CheckText(Form form, size_t most, absl::string_view text, const PathStep& at) {
    if (IsLonger(text, most)) return TooLong(at);
    if (HasForm(form, text)) return absl::OkStatus();
    return RefuseAt(ReasonFor(form), at, "Not of the agreed form.");
  }

  absl::Status Texts(const AsText& as) const {
    dom::array list;
    if (value_.get(list) != simdjson::SUCCESS) {
      const absl::optional<absl::string_view> one = as.takes_one ? Text(value_) : absl::nullopt;
      if (!one) return WrongType(at_, "A list of texts is due.");
      RETURN_IF_ERROR(CheckText(as.form, as.most_read, *one, at_));
      access_->add_text(*holder_) = std::string(*one);
      return absl::OkStatus();
    }
    PathStep step{&at_, {}, 0};
    for (const dom::element item : list) {
      if (step.index >= ticket::kMostEntries) return OutOfRange();
      const absl::optional<absl::string_view> text = Text(item);
      if (!text || text->empty()) return WrongType(step, "A text is due.");
      RETURN_IF_ERROR(CheckText(as.form, as.most_read, *text, step));
      access_->add_text(*holder_) = std::string(*text);
      ++step.index;
    }
    return absl::OkStatus();
  }

  // Only what writing would give: no sign before a positive number, no zeros in front.
  absl::Status Quoted(absl::string_view text, int64_t& number) const {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec == std::errc::result_out_of_range) return OutOfRange();
    const bool is_whole = result.ec == std::errc() && result.ptr == text.data() + text.size();
    const absl::string_view digits = text[0] == '-' ? text.substr(1) : text;
    if (!is_whole || (digits[0] == '0' && text.size() > 1)) return WrongType(at_, "A text of digits is due.");
    return absl::OkStatus();
  }

  static bool Unpack(adapter::v1::Bytes::Encoding encoding, absl::string_view text, std::string& bytes) {
    if (encoding == adapter::v1::Bytes::ENCODING_BASE64) {
      // The decoder takes other forms too; only the one that writing gives is agreed.
      return absl::Base64Unescape(text, &bytes) && absl::Base64Escape(bytes) == text;
    }
    const auto is_hex = [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f');
    };
    if (text.size() % 2 != 0 || !absl::c_all_of(text, is_hex)) return false;
    bytes = absl::HexStringToBytes(text);
    return true;
  }

  const FieldAccess* access_;
  const dom::element& value_;
  const Day day_;
  Message* holder_;
  const PathStep& at_;
};

}  // namespace

bool IsNotStated(const dom::element& value) {
  switch (value.type()) {
    case dom::element_type::NULL_VALUE:
      return true;
    case dom::element_type::STRING:
      return value.get_string_length().value_unsafe() == 0;
    case dom::element_type::ARRAY:
      return value.get_array().value_unsafe().size() == 0;
    default:
      return false;
  }
}

absl::optional<absl::string_view> ReadWord(adapter::v1::Lexical lexical, const dom::element& value,
                                           WordBuffer& buffer) {
  switch (lexical) {
    case adapter::v1::LEXICAL_NUMBER: {
      int64_t number = 0;
      if (value.get(number) != simdjson::SUCCESS) return absl::nullopt;
      const auto result = std::to_chars(std::begin(buffer), std::end(buffer), number);
      return absl::string_view(buffer, static_cast<size_t>(result.ptr - buffer));
    }
    case adapter::v1::LEXICAL_BOOLEAN: {
      bool truth = false;
      if (value.get(truth) != simdjson::SUCCESS) return absl::nullopt;
      return truth ? "true" : "false";
    }
    default:
      return Text(value);
  }
}

absl::Status ReadValue(const RowPlan& row, const dom::element& value, Day day, Message* holder, const PathStep& at) {
  return std::visit(Reader(row, value, day, holder, at), row.as);
}

absl::Status AppendPart(const AsText& as, const dom::element& part, std::string& text, const PathStep& at) {
  const absl::optional<absl::string_view> piece = Text(part);
  if (!piece) return WrongType(at, "A text is due.");
  if (IsLonger(*piece, as.most_part)) return TooLong(at);
  absl::StrAppend(&text, *piece);
  return absl::OkStatus();
}

absl::Status ReadWhole(const RowPlan& row, absl::string_view text, Message* holder, const PathStep& at) {
  return Reader(row, {}, {}, holder, at).Whole(std::get<AsText>(row.as), text);
}

absl::Status RefuseAt(v1::RefusalReason reason, const PathStep& at, absl::string_view explanation) {
  return RefusalError(reason, RenderPath(&at), explanation);
}

}  // namespace interline::adapters
