#include "net/trust_roots.hpp"

#include "base/file_text.hpp"
#include "base/limits.hpp"

#include <openssl/evp.h>
#include <openssl/x509_vfy.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>

namespace gamekeeper::net {

namespace fs = std::filesystem;
namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

// What cannot be read holds no certificate; open() names the places when there is none anywhere.
std::string contents_of(const std::string& file) {
  auto text = base::read_regular_file(file, limits::trust_file_bytes);
  return text ? std::move(*text) : std::string();
}

// A link to a neighbour (the hashed names that c_rehash makes) would give the same certificate twice.
bool is_link_within_folder(const fs::path& file) {
  std::error_code ec;
  if (!fs::is_symlink(file, ec)) return false;
  const auto target = fs::read_symlink(file, ec);
  return !ec && !target.has_parent_path();
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

std::string der_of(const X509_NAME* name) {
  unsigned char* bytes = nullptr;
  const int length = i2d_X509_NAME(name, &bytes);
  if (length <= 0) return {};
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return out;
}

// Appends what the base64 text stands for; nothing when it is no base64.
bool append_decoded(std::string_view text, std::string& to) {
  const std::unique_ptr<EVP_ENCODE_CTX, openssl_free<EVP_ENCODE_CTX_free>> decoder(EVP_ENCODE_CTX_new());
  const auto before = to.size();
  to.resize(before + text.size());
  auto* out = reinterpret_cast<unsigned char*>(to.data() + before);
  int written = 0;
  int rest = 0;
  EVP_DecodeInit(decoder.get());
  const bool good =
      EVP_DecodeUpdate(decoder.get(), out, &written, reinterpret_cast<const unsigned char*>(text.data()),
                       static_cast<int>(text.size())) >= 0 &&
      EVP_DecodeFinal(decoder.get(), out + written, &rest) == 1;
  to.resize(good ? before + static_cast<std::size_t>(written + rest) : before);
  return good && to.size() > before;
}

// The whole pages of a part of the program's file: they come back when they are read.
void leave_on_disk(std::string_view part) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (reinterpret_cast<std::uintptr_t>(part.data()) + page - 1) / page * page;
  const auto end = reinterpret_cast<std::uintptr_t>(part.data() + part.size()) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

// Of several with the same name only the one that signed it: OpenSSL takes the first that has the name and does not
// come back for the next.
bool signed_by(X509* certificate, X509* issuer) {
  auto* key = X509_get0_pubkey(issuer);
  return key && X509_verify(certificate, key) == 1;
}

}  // namespace

result<trust_roots> trust_roots::open(const trust_settings& settings) {
  const auto places = places_of_trust(settings);
  trust_roots out;
  out.named_ = !settings.ca_file.empty();
  std::vector<std::string> used;
  for (const auto& file : places.files) {
    out.add_pem(contents_of(file));
    if (out.spans_.empty()) continue;
    used.push_back(file);
    break;
  }
  for (const auto& folder : places.folders) {
    std::error_code ec;
    if (!fs::is_directory(folder, ec)) continue;
    out.folders_.push_back(folder);
    used.push_back(folder);
  }
  out.places_ = joined(used);
  if (out.spans_.empty()) out.load_folders();
  if (!out.spans_.empty()) return out;
  if (out.named_)
    return error(errc::tls,
                 "the CA file " + settings.ca_file + " cannot be read or holds no certificate in PEM form");
  out.use_built_in();
  return out;
}

// Each is a SEQUENCE whose length takes two bytes (X.690, 8.1.3.5), so they say themselves where the next
// begins.
void trust_roots::use_built_in() {
  const auto roots = mozilla_roots();
  constexpr std::size_t head = 4;
  spans_.clear();
  folders_.clear();
  for (std::size_t at = 0; at + head <= roots.der.size();) {
    const auto byte = [&roots, at](std::size_t i) { return static_cast<unsigned char>(roots.der[at + i]); };
    const auto length = head + (std::size_t{byte(2)} << 8U | byte(3));
    spans_.emplace_back(at, length);
    at += length;
  }
  built_in_ = true;
  places_ = "Mozilla's of " + std::string(roots.date) + ", built in";
}

void trust_roots::add_pem(std::string_view text) {
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view end = "-----END CERTIFICATE-----";
  der_.reserve(der_.size() + text.size());
  for (auto at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at)) {
    at += begin.size();
    const auto stop = text.find(end, at);
    if (stop == std::string_view::npos) return;
    const auto start = der_.size();
    if (append_decoded(text.substr(at, stop - at), der_)) spans_.emplace_back(start, der_.size() - start);
    at = stop;
  }
}

void trust_roots::load_folders() {
  for (const auto& folder : std::exchange(folders_, {})) {
    std::error_code ec;
    std::size_t read = 0;
    for (fs::directory_iterator each(folder, ec), end; !ec && each != end; each.increment(ec)) {
      if (is_link_within_folder(each->path())) continue;
      if (++read > limits::trust_folder_files) break;
      add_pem(contents_of(each->path().native()));
    }
  }
}

std::size_t trust_roots::count() {
  if (spans_.empty()) load_folders();
  return spans_.size();
}

// Issuers and subjects are compared as bytes, as Go does: RFC 5280 (4.1.2.4) has them encoded alike.
void trust_roots::find_among_loaded(const X509_NAME* subject, std::vector<x509_ptr>& found) const {
  const auto wanted = der_of(subject);
  if (wanted.empty()) return;
  for (const auto& [start, length] : spans_) {
    const auto der = all().substr(start, length);
    if (der.find(wanted) == std::string_view::npos) continue;
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    x509_ptr certificate(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
    if (certificate && X509_NAME_cmp(X509_get_subject_name(certificate.get()), subject) == 0)
      found.push_back(std::move(certificate));
  }
}

std::vector<x509_ptr> trust_roots::find(const X509_NAME* subject) {
  std::vector<x509_ptr> found;
  find_among_loaded(subject, found);
  if (found.empty() && !folders_.empty()) {
    load_folders();
    find_among_loaded(subject, found);
  }
  return found;
}

bool trust_roots::verify(X509_STORE_CTX* chain) {
  supply(chain);
  if (X509_verify_cert(chain) == 1) return true;
  return !named_ && !built_in_ && verify_with_built_in(chain);
}

// The image's stay in the store: what is signed by both is found either way, and of several certificates of one name
// OpenSSL takes one that is valid now. It builds no chain where there is one, so the first attempt's has to go.
bool trust_roots::verify_with_built_in(X509_STORE_CTX* chain) {
  const auto tried = std::move(places_);
  use_built_in();
  X509_STORE_CTX_set0_verified_chain(chain, nullptr);
  X509_STORE_CTX_set_error(chain, X509_V_OK);
  supply(chain);
  const bool good = X509_verify_cert(chain) == 1;
  if (!good) places_ = tried + ", then " + places_;
  return good;
}

void trust_roots::supply(X509_STORE_CTX* chain) {
  std::vector<X509*> wanted{X509_STORE_CTX_get0_cert(chain)};
  auto* sent = X509_STORE_CTX_get0_untrusted(chain);
  for (int i = 0; i < sk_X509_num(sent); ++i) wanted.push_back(sk_X509_value(sent, i));

  // The store owns what it is given, so what `wanted` points to stays.
  auto* store = X509_STORE_CTX_get0_store(chain);
  for (std::size_t i = 0; i < wanted.size() && i < limits::trust_lookups; ++i) {
    for (const auto& issuer : find(X509_get_issuer_name(wanted[i]))) {
      if (!signed_by(wanted[i], issuer.get()) || X509_STORE_add_cert(store, issuer.get()) != 1) continue;
      const bool root =
          X509_NAME_cmp(X509_get_issuer_name(issuer.get()), X509_get_subject_name(issuer.get())) == 0;
      if (!root) wanted.push_back(issuer.get());
    }
  }
  if (built_in_) leave_on_disk(mozilla_roots().der);
}

}  // namespace gamekeeper::net
