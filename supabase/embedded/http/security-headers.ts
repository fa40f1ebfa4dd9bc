/** What every answer tells the browser to refuse. */

/** On everything, API answers included. */
export const baseHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** On API answers: they are never documents. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

const permissionsPolicy = ["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

const secureName = /^https:\/\/(?!localhost$|.+\.localhost$|[\d.]+$)[a-z0-9.-]+$/;

/**
 * Whether the browser is told never to come without TLS again. It takes that for every port of a name, where other programs of the
 * same machine may be without it; so only for the name of PUBLIC_URL, and only when that is the usual port, which is to own the name.
 */
function ownsName(host: string | null, publicUrl: string | null): boolean {
  return publicUrl !== null && secureName.test(publicUrl) && host?.toLowerCase() === new URL(publicUrl).host;
}

/**
 * On the app. WebSocket addresses are named beside 'self', which some browsers do not take to include them;
 * `host` is the request's Host header and is left out when it is not plainly a host.
 */
export function documentHeaders(host: string | null, publicUrl: string | null): Readonly<Record<string, string>> {
  const connect = ["'self'"];
  if (publicUrl !== null) connect.push(publicUrl, publicUrl.replace(/^http/, "ws"));
  if (host !== null && /^[\w.-]+(:\d+)?$|^\[[0-9a-f:.]+\](:\d+)?$/i.test(host)) connect.push(`ws://${host}`, `wss://${host}`);
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src ${[...new Set(connect)].join(" ")}`,
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "font-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
    "permissions-policy": permissionsPolicy,
    "cross-origin-opener-policy": "same-origin",
    ...(ownsName(host, publicUrl) ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
