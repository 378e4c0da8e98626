package org.unbroken.deploy.command;

import org.unbroken.integrity.disc.DiscSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 4.7GB} and the like. */
final class DiscSizeConverter implements ITypeConverter<DiscSize> {
    @Override
    public DiscSize convert(String text) {
        try {
            return DiscSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
