import { createRoot } from "react-dom/client";
import {
  FogbenderConfig,
  FogbenderIsConfigured,
  FogbenderProvider,
  FogbenderWidget,
} from "fogbender-react";
import { clientUrl, place, token } from "./config.js";

createRoot(place).render(
  <FogbenderProvider>
    <FogbenderConfig clientUrl={clientUrl} token={token} />
    <FogbenderIsConfigured>
      <FogbenderWidget />
    </FogbenderIsConfigured>
  </FogbenderProvider>,
);
