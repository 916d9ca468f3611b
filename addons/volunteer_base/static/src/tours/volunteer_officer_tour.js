import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

/** The first five minutes of the volunteer office: what waits, and one volunteer. */
registry.category("web_tour.tours").add("volunteer_officer_tour", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            trigger: '.o_app[data-menu-xmlid="volunteer_base.volunteer_base_menu_root"]',
            content: _t("Volunteers are kept here."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: '.o_volunteer_tile[data-key="to_review"]',
            content: _t("A tile counts what waits for you and opens its list."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: ".o_list_view",
        },
        {
            trigger:
                '.o_menu_sections [data-menu-xmlid="volunteer_base.volunteer_base_menu_volunteers"]',
            content: _t("The whole register is in this menu."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger:
                '.o-dropdown--menu [data-menu-xmlid="volunteer_base.volunteer_volunteer_menu"]',
            content: _t("Open the volunteers."),
            tooltipPosition: "right",
            run: "click",
        },
        {
            trigger: ".o_searchview_facet, .o_search_panel",
        },
        {
            trigger: ".o_list_button_add",
            content: _t("Enter somebody who comes to your desk."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: '.o_field_widget[name="name"] input, .o_field_widget[name="name"] textarea',
            content: _t("Type the full name."),
            tooltipPosition: "bottom",
            run: "edit Tour",
        },
        {
            trigger: ".o_form_button_save:visible",
            content: _t("Save: the volunteer gets a number for life."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: 'button[name="action_accept"]:not([disabled])',
            content: _t("Accept: the volunteer is registered, or starts a trial where your unit has one."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger:
                '.o_statusbar_status .o_arrow_button_current[data-value="registered"]',
        },
    ],
});
