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
    case "rateLimited":
      return error.retryAfterMs === null ? m.auth_rateLimited() : m.auth_rateLimited_for({ seconds: formatNumber(Math.ceil(error.retryAfterMs / 1000)) });
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
  return error.kind === "weakPassword" || error.kind === "invalidCredentials" ? "password" : "form";
}
