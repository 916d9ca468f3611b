/* global Chart */
import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";

/** A picture by Chart.js; what it shows stands in a table beside it. */
export class DashboardChart extends Component {
    static template = "volunteer_reports.DashboardChart";
    static props = {
        // Settings of Chart.js, made anew whenever the figures change
        config: Object,
        // What the picture is of, for those who do not see it
        label: String,
        // Called with the place of the data set and of the value that was pressed
        onPick: {type: Function, optional: true},
    };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.config]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    draw() {
        this.chart?.destroy();
        const {config, onPick} = this.props;
        this.chart = new Chart(this.canvas.el, {
            ...config,
            options: {
                animation: false,
                maintainAspectRatio: false,
                responsive: true,
                ...config.options,
                onClick: (_event, [found]) => {
                    if (found && onPick) {
                        onPick(found.datasetIndex, found.index);
                    }
                },
                onHover: (event, found) => {
                    event.native.target.style.cursor =
                        found.length && onPick ? "pointer" : "default";
                },
            },
        });
    }
}
