import { createRoot } from "react-dom/client";
import {
  FogbenderConfig,
  FogbenderHeadlessWidget,
  FogbenderIsConfigured,
  FogbenderProvider,
  FogbenderUnreadBadge,
} from "fogbender-react";
import { clientUrl, place, token } from "./config.js";

createRoot(place).render(
  <FogbenderProvider>
    <FogbenderConfig clientUrl={clientUrl} token={token} />
    <FogbenderIsConfigured>
      <FogbenderHeadlessWidget />
      <FogbenderUnreadBadge />
    </FogbenderIsConfigured>
  </FogbenderProvider>,
);
