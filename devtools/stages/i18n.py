"""The template is what the code says, and every term of it is in Chinese."""

from .. import translations


def run(context):
    fresh = translations.export(context)
    for module, folder in fresh.items():
        for title, problems in translations.compare(context, module, folder).items():
            context.tally.check(title, not problems, problems)
