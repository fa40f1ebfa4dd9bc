/** Quiet lines above the page: a newer version waits, or the network is away. */
import { Suspense } from "react";
import { m } from "../../i18n/messages.ts";
import { useStatus } from "../../state/use-status.ts";
import { useUpdate } from "../../state/use-update.ts";
import { lazyPart } from "../lazy-part.tsx";

/** Where it cannot be had the newer version goes on waiting: the next start asks again. */
const UpdateOffer = lazyPart(async () => (await import("./update-offer.tsx")).UpdateOffer, () => null);

export function Strips() {
  const { ready } = useUpdate();
  const offline = useStatus()?.state === "offline";
  return (
    <>
      {ready ? (
        <Suspense>
          <UpdateOffer />
        </Suspense>
      ) : null}
      {offline ? <p className="px-5 py-1 text-small text-soft italic">{m.offline_note()}</p> : null}
    </>
  );
}
