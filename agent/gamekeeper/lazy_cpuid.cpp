// What the processor can do is asked for when OpenSSL is first used, and not at every start: in a virtual machine the
// host answers each of some twenty cpuid instructions, and a game waits for that. libcrypto.a calls this function
// twice: before main, and when OpenSSL is first used. The linker gives us both calls (--wrap); the first does nothing,
// the second is passed on to OpenSSL's own function. An OpenSSL without that function does not link.
extern "C" {

void __real_OPENSSL_cpuid_setup();

void __wrap_OPENSSL_cpuid_setup() {
  static bool is_before_main = true;
  if (!is_before_main) __real_OPENSSL_cpuid_setup();
  is_before_main = false;
}
}
