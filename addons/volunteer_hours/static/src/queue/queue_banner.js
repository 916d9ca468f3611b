import {Component, onWillStart, useState} from "@odoo/owl";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

/** Says what waits for the user in units that are switched off. */
export class QueueBanner extends Component {
    static template = "volunteer_hours.QueueBanner";
    static props = {};

    setup() {
        this.state = useState({units: []});
        const orm = useService("orm");
        onWillStart(async () => {
            // Who works in one unit only need not ask.
            if (user.allowedCompanies.length > user.activeCompanies.length) {
                this.state.units = await orm.call(
                    "volunteer.hour",
                    "get_queue_elsewhere",
                    []
                );
            }
        });
    }

    get count() {
        return this.state.units.reduce((sum, unit) => sum + unit.count, 0);
    }

    get names() {
        return this.state.units.map((unit) => `${unit.name} (${unit.count})`).join(", ");
    }

    show() {
        const active = user.activeCompanies.map((company) => company.id);
        return user.activateCompanies(
            [...active, ...this.state.units.map((unit) => unit.id)],
            {includeChildCompanies: false, reload: true}
        );
    }
}
