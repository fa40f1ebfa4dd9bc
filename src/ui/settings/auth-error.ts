/** Every way signing in, up or out can fail, in words: what happened, what is safe, what to do. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { AuthError } from "../../state/views.ts";

export function authErrorText(error: AuthError): string {
  switch (error.kind) {
    case "invalidCredentials":
      return m.auth_invalidCredentials();
    case "emailTaken":
      return m.auth_emailTaken();
    case "weakPassword":
      return m.auth_weakPassword({ min: formatNumber(error.minLength) });
    case "invalidEmail":
      return m.auth_invalidEmail();
    case "longPassword":
      return m.letters_longPassword({ max: formatNumber(72) });
    case "samePassword":
      return m.letters_samePassword();
    case "wrongCode":
      return m.letters_wrongCode();
    case "mailUnavailable":
      return m.letters_mailUnavailable();
    case "notFresh":
      return m.letters_notFresh();
    case "signedOut":
      return m.letters_signedOut();
    case "otherAccount":
      return m.letters_otherAccount();
    case "rateLimited":
      if (error.retryAfterMs === null) return m.auth_rateLimited();
      if (error.retryAfterMs > 100_000) return m.letters_wait_minutes({ minutes: formatNumber(Math.ceil(error.retryAfterMs / 60_000)) });
      return m.auth_rateLimited_for({ seconds: formatNumber(Math.ceil(error.retryAfterMs / 1000)) });
    case "offline":
      return m.auth_offline();
    case "server":
      return m.auth_server();
    case "confirmEmail":
      return m.auth_confirmEmail();
  }
}

/** Beside which field the words belong. */
export function authErrorField(error: AuthError): "email" | "password" | "form" {
  if (error.kind === "invalidEmail" || error.kind === "emailTaken") return "email";
  return ["weakPassword", "longPassword", "samePassword", "invalidCredentials"].includes(error.kind) ? "password" : "form";
}
