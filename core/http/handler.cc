#include "core/http/handler.h"

#include "absl/strings/str_cat.h"
#include "core/wire/json_writer.h"

namespace interline::http {

Answer Problem(unsigned int status, absl::string_view type, absl::string_view detail) {
  wire::JsonWriter json;
  json.BeginObject();
  json.Name("type");
  json.Text(absl::StrCat("urn:interline:problem:", type));
  json.Name("status");
  json.Uint(status);
  json.Name("detail");
  json.Text(detail);
  json.EndObject();
  Answer answer;
  answer.status = status;
  answer.headers["content-type"] = "application/problem+json";
  answer.body = std::string(json.json());
  return answer;
}

}  // namespace interline::http
