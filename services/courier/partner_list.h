// The platforms that this deployment calls: what their specifications say, together with where they are.
#ifndef INTERLINE_SERVICES_COURIER_PARTNER_LIST_H_
#define INTERLINE_SERVICES_COURIER_PARTNER_LIST_H_

#include <string>

#include "absl/status/statusor.h"
#include "interline/adapter/v1/partners.pb.h"
#include "interline/adapter/v1/specification.pb.h"
#include "services/courier/partner.h"

namespace interline::courier {

// Reads a PartnerList in text form; paths of files in it are taken from the list's folder. INVALID_ARGUMENT says what
// is wrong.
absl::StatusOr<adapter::v1::PartnerList> LoadPartners(const std::string& path);

// Without dialect and signer, which the caller sets; after that CheckCalls tells whether its templates can be filled
// in. INVALID_ARGUMENT names the platform: it is not one that is called, its address is not of the right form, or only
// one of certificate and key is given.
absl::StatusOr<Partner> MakePartner(const adapter::v1::Platform& platform, const adapter::v1::Dialect& dialect,
                                    const adapter::v1::Partner& where);

// How files of the platform are fetched: from the host of base_url and from its file_hosts. INVALID_ARGUMENT as
// MakePartner's; whether the platform is called does not matter here.
absl::StatusOr<CallLimits> FileLimits(const adapter::v1::Partner& where);

}  // namespace interline::courier

#endif  // INTERLINE_SERVICES_COURIER_PARTNER_LIST_H_
