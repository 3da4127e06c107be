// Script of desk and console: Turbo, Stimulus and one controller for each behaviour.

import "./public";
import "@hotwired/turbo";
import { Application } from "@hotwired/stimulus";
import Invite from "../controllers/invite";
import ProgressPoll from "../controllers/progress-poll";
import Record from "../controllers/record";
import RefreshStream from "../controllers/refresh-stream";
import Stepper from "../controllers/stepper";
import { watchPresses } from "./form";

watchPresses();

const application = Application.start();
application.register("invite", Invite);
application.register("progress-poll", ProgressPoll);
application.register("record", Record);
application.register("refresh-stream", RefreshStream);
application.register("stepper", Stepper);
