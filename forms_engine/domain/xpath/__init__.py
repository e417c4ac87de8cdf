"""XPath 1.0 as XForms uses it: parsed once, compiled to closures, evaluated fast."""
