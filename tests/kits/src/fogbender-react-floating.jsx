import { createRoot } from "react-dom/client";
import {
  FogbenderConfig,
  FogbenderFloatingWidget,
  FogbenderHeadlessWidget,
  FogbenderIsConfigured,
  FogbenderProvider,
} from "fogbender-react";
import { clientUrl, place, token } from "./config.js";

createRoot(place).render(
  <FogbenderProvider>
    <FogbenderConfig clientUrl={clientUrl} token={token} />
    <FogbenderIsConfigured>
      <FogbenderHeadlessWidget />
      <FogbenderFloatingWidget />
    </FogbenderIsConfigured>
  </FogbenderProvider>,
);
