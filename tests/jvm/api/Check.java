import java.io.File;
import java.io.FileInputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.mojo.animal_sniffer.ClassListBuilder;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.PrintWriterLogger;

/**
 * Looks in a folder of classes for uses of what a signature file does not have, and ends with 1 when
 * there are some: {@code Check SIGNATURES FOLDER PACKAGE...}. Packages, as {@code okhttp3.*}, are known.
 */
public class Check {
    public static void main(String[] arguments) throws Exception {
        PrintWriterLogger log = new PrintWriterLogger(System.out);
        File classes = new File(arguments[1]);
        ClassListBuilder own = new ClassListBuilder(log);
        own.process(classes);
        Set<String> known = new HashSet<>(own.getPackages());
        known.addAll(Arrays.asList(arguments).subList(2, arguments.length));
        try (FileInputStream signatures = new FileInputStream(arguments[0])) {
            SignatureChecker checker = new SignatureChecker(signatures, known, log);
            checker.setSourcePath(List.of());
            checker.process(classes);
            System.exit(checker.isSignatureBroken() ? 1 : 0);
        }
    }
}
